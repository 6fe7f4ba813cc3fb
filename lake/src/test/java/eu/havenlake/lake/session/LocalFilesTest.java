package eu.havenlake.lake.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
    private final Configuration conf = new Configuration();

    @TempDir
    private java.nio.file.Path folder;

    @BeforeEach
    void use() {
        conf.setBoolean("fs.file.impl.disable.cache", true);
        LocalFiles.SETTINGS.forEach((key, value) -> conf.set(key.replace("spark.hadoop.", ""), value));
    }

    private Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    @Test
    void permissionsAreThoseAskedFor() throws IOException {
        FileSystem files = FileSystem.newInstance(folder.toUri(), conf);
        assertThat(files).isInstanceOf(LocalFiles.class);
        files.create(path("secret")).close();
        files.setPermission(path("secret"), new FsPermission("640"));
        assertThat(permissions("secret")).isEqualTo("rw-r-----");
        files.setPermission(path("secret"), new FsPermission("711"));
        assertThat(permissions("secret")).isEqualTo("rwx--x--x");
    }

    @Test
    void damagedFileIsNoticed() throws IOException {
        FileSystem files = FileSystem.newInstance(folder.toUri(), conf);
        try (var out = files.create(path("data"))) {
            out.write("as it was".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("data"), "something");
        assertThat(files.open(path("data")))
                .satisfies(in -> assertThatThrownBy(in::readAllBytes).isInstanceOf(ChecksumException.class));
    }

    @Test
    void commitsByRenameRefuseAFileThatIsThere() throws IOException {
        FileContext context = FileContext.getFileContext(folder.toUri(), conf);
        for (String name : new String[] {"new", "other"}) {
            try (var out = context.create(path(name), EnumSet.of(CreateFlag.CREATE), CreateOpts.checksumParam(null))) {
                out.writeBytes(name);
            }
        }
        context.rename(path("new"), path("00001.json"), Rename.NONE);
        assertThat(folder.resolve("00001.json")).hasContent("new");
        assertThatThrownBy(() -> context.rename(path("other"), path("00001.json"), Rename.NONE))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
