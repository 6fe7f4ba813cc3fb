package eu.havenlake.lake.identity;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The secret behind the pseudonyms: a file of 64 hexadecimal digits that only its owner may read. Whoever loses it can
 * never again tell which rows belong to a donor; whoever steals it can.
 */
public final class KeyFile {
    private static final String NAME = "pseudonym.key";
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private KeyFile() {}

    /**
     * Reads the key in {@code folder}; makes one where there is none.
     *
     * @throws HavenException if others may read the file, or it is not a key
     */
    public static Pseudonyms open(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                make(folder, file);
            }
            return new Pseudonyms(read(file));
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot open the key %s: %s. Check the folder's permissions.".formatted(file, e), e);
        }
    }

    /** Written beside and linked into place, so that no reader ever sees half a key and no key is ever replaced. */
    private static void make(Path folder, Path file) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path fresh = Files.createTempFile(folder, NAME, ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(fresh, HexFormat.of().formatHex(key) + "\n");
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its key is the key.
        } finally {
            Files.delete(fresh);
        }
    }

    private static byte[] read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new HavenException(
                    "Cannot use the key %s: others than its owner may read or write it (%s). chmod 600 %1$s"
                            .formatted(file, PosixFilePermissions.toString(permissions)));
        }
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
            throw new HavenException(
                    "Cannot use the key %s: it is not %d hexadecimal digits. Restore it from its backup; a new key would give every donor a new pseudonym."
                            .formatted(file, 2 * BYTES));
        }
        return HexFormat.of().parseHex(text);
    }
}
