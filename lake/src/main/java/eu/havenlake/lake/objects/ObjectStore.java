package eu.havenlake.lake.objects;

import eu.havenlake.lake.HavenException;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Files by the SHA-256 of their bytes, on any file system that Hadoop knows. An object is called
 * {@code ab/abcdef…} (two hexadecimal digits, then all 64) relative to the root; it is written under another name and
 * renamed when whole, so that a name never shows half a file, and one that is there is not written again.
 */
public final class ObjectStore {
    private static final int PIECE = 1 << 16;
    private static final String UNFINISHED = ".unfinished";

    private final FileSystem files;
    private final Path root;

    private ObjectStore(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
    }

    /**
     * One file of the store.
     *
     * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
     * @param uri where it lies, relative to the root of the store
     * @param bytes its size
     */
    public record StoredObject(String sha256, String uri, long bytes) {}

    /**
     * Opens the store below {@code root}; nothing is written yet.
     *
     * @param root folder, as any URI that Hadoop knows
     */
    public static ObjectStore open(URI root, Configuration hadoop) {
        try {
            Path path = new Path(root);
            return new ObjectStore(plain(path.getFileSystem(hadoop), hadoop), path);
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot open the object store %s: %s. Give a URI that Hadoop can reach."
                            .formatted(root, e.getMessage()),
                    e);
        }
    }

    private static FileSystem plain(FileSystem files, Configuration hadoop) throws IOException {
        if (!(files instanceof LocalFileSystem)) {
            return files;
        }
        FileSystem local = new LocalObjects();
        local.initialize(files.getUri(), hadoop);
        return local;
    }

    /**
     * The local file system without checksum files, for an object's name is its checksum, and without setting
     * permissions: the umask does, and Hadoop would start a {@code chmod} for each file (5 ms).
     */
    private static final class LocalObjects extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) {}
    }

    /** The name of the object with this SHA-256, relative to the root. */
    public static String uriOf(String sha256) {
        return sha256.substring(0, 2) + "/" + sha256;
    }

    /**
     * Copies a local file into the store.
     *
     * @throws IOException where the file cannot be read: trouble of this one file
     * @throws HavenException where the store cannot be written: trouble of all
     */
    public StoredObject put(java.nio.file.Path file) throws IOException {
        StoredObject object = describe(file);
        Path target = new Path(root, object.uri());
        if (!holds(target, object.bytes())) {
            copy(file, object, target);
        }
        return object;
    }

    /**
     * Puts bytes into the store. An object of that name that holds others, altered by whom ever, is written anew.
     *
     * @throws HavenException where the store cannot be written
     */
    public StoredObject put(byte[] bytes) {
        String hex = HexFormat.of().formatHex(sha256().digest(bytes));
        StoredObject object = new StoredObject(hex, uriOf(hex), bytes.length);
        Path target = new Path(root, object.uri());
        if (isSound(object)) {
            return object;
        }
        Path unfinished = unfinished();
        try {
            discard(target);
            write(new ByteArrayInputStream(bytes), unfinished);
            finish(unfinished, target, object.bytes());
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            discard(unfinished);
        }
        return object;
    }

    private boolean isSound(StoredObject object) {
        if (!holds(new Path(root, object.uri()), object.bytes())) {
            return false;
        }
        try {
            return HexFormat.of().formatHex(sha256().digest(read(object.uri()))).equals(object.sha256());
        } catch (IOException e) {
            return false;
        }
    }

    private Path unfinished() {
        return new Path(new Path(root, UNFINISHED), UUID.randomUUID().toString());
    }

    private static StoredObject describe(java.nio.file.Path file) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
                bytes += n;
            }
        }
        String hex = HexFormat.of().formatHex(digest.digest());
        return new StoredObject(hex, uriOf(hex), bytes);
    }

    private boolean holds(Path target, long bytes) {
        try {
            return files.getFileStatus(target).getLen() == bytes;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void copy(java.nio.file.Path file, StoredObject object, Path target) throws IOException {
        Path unfinished = unfinished();
        MessageDigest digest = sha256();
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            write(in, unfinished);
            if (!HexFormat.of().formatHex(digest.digest()).equals(object.sha256())) {
                throw new IOException("it changed while it was read");
            }
            finish(unfinished, target, object.bytes());
        } finally {
            discard(unfinished);
        }
    }

    private void write(InputStream in, Path unfinished) throws IOException {
        try (OutputStream out = create(unfinished)) {
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                append(out, piece, n);
            }
        }
    }

    private OutputStream create(Path path) {
        try {
            return files.create(path, false);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void append(OutputStream out, byte[] piece, int length) {
        try {
            out.write(piece, 0, length);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void finish(Path unfinished, Path target, long bytes) {
        try {
            files.mkdirs(target.getParent());
            // An object of the wrong size is half of one, left by a file system without atomic renames.
            if (files.exists(target) && !holds(target, bytes)) {
                files.delete(target, false);
            }
            if (!files.rename(unfinished, target) && !holds(target, bytes)) {
                throw new IOException("cannot rename " + unfinished + " to " + target);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void discard(Path unfinished) {
        try {
            files.delete(unfinished, false);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The size of an object. */
    public long size(String uri) throws IOException {
        return files.getFileStatus(new Path(root, uri)).getLen();
    }

    /** All bytes of an object. */
    public byte[] read(String uri) throws IOException {
        try (InputStream in = files.open(new Path(root, uri))) {
            return in.readAllBytes();
        }
    }

    private HavenException unwritable(IOException e) {
        return new HavenException(
                "Cannot write to the object store %s: %s. Make it writable, or give it more room."
                        .formatted(root, e.getMessage()),
                e);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
