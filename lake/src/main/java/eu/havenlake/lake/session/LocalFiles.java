package eu.havenlake.lake.session;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.FsServerDefaults;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.local.LocalConfigKeys;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, checksums and all, without its processes. Where Hadoop's native library is missing, as on
 * most machines, it starts {@code chmod} for each file it makes and {@code readlink} for each it renames: thousands in a
 * run. Java has calls for both.
 */
public final class LocalFiles extends LocalFileSystem {
    /** Settings of Hadoop that put this in the place of its own. */
    static final Map<String, String> SETTINGS = Map.of(
            "spark.hadoop.fs.file.impl", LocalFiles.class.getName(),
            "spark.hadoop.fs.AbstractFileSystem.file.impl", ForContext.class.getName());

    public LocalFiles() {
        super(new Raw());
    }

    /** The same for Hadoop's {@code FileContext}, with which Delta and Spark's streams commit. */
    public static final class ForContext extends ChecksumFs {
        public ForContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
            super(new RawForContext(conf));
        }
    }

    private static final class RawForContext extends DelegateToFileSystem {
        RawForContext(Configuration conf) throws IOException, URISyntaxException {
            super(FsConstants.LOCAL_FS_URI, new Raw(), conf, FsConstants.LOCAL_FS_URI.getScheme(), false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1;
        }

        @Override
        public FsServerDefaults getServerDefaults(Path path) throws IOException {
            return LocalConfigKeys.getServerDefaults();
        }

        @Override
        public boolean isValidName(String path) {
            return true;
        }
    }

    private static final class Raw extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            java.nio.file.Path file = pathToFile(path).toPath();
            if (permission.getStickyBit() || !Files.getFileStore(file).supportsFileAttributeView("posix")) {
                super.setPermission(path, permission);
            } else {
                String bits = permission.getUserAction().SYMBOL
                        + permission.getGroupAction().SYMBOL
                        + permission.getOtherAction().SYMBOL;
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(bits));
            }
        }

        @Override
        public FileStatus getFileLinkStatus(Path path) throws IOException {
            return Files.isSymbolicLink(pathToFile(path).toPath())
                    ? super.getFileLinkStatus(path)
                    : getFileStatus(path);
        }
    }
}
