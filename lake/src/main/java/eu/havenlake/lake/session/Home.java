package eu.havenlake.lake.session;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder that holds all that HavenLake writes.
 *
 * @param root absolute path
 */
public record Home(Path root) {
    private static final Pattern DATABASE = Pattern.compile("[a-z_]+");

    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** Delta tables, as {@code <database>/<table>}. */
    public Path lake() {
        return root.resolve("lake");
    }

    /** URI of that folder, as tables know it. */
    public String lakeUri() {
        return lake().toUri().toString().replaceAll("/$", "");
    }

    /** Images by SHA-256. */
    public Path objects() {
        return root.resolve("objects");
    }

    /** Data of the embedded broker. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** Trained models with their cards. */
    public Path models() {
        return root.resolve("models");
    }

    /** HTML reports. */
    public Path reports() {
        return root.resolve("reports");
    }

    /** Curves of trainings, a folder for each study and run, for {@code tensorboard --logdir}. */
    public Path curves() {
        return root.resolve("curves");
    }

    /** The secret behind the pseudonyms. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** Log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Who writes to which area. */
    public Path locks() {
        return root.resolve("locks");
    }

    /** How far each training has come. */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** Synthetic data of the demo. */
    public Path demo() {
        return root.resolve("demo");
    }

    /** What Spark spills while it works. */
    public Path scratch() {
        return root.resolve("tmp");
    }

    /** This home, made where it is missing and tried for writing, each database of the lake on its own. */
    public Home writable() {
        tryToWrite(lake());
        try (Stream<Path> databases = Files.list(lake())) {
            databases
                    .filter(folder ->
                            DATABASE.matcher(folder.getFileName().toString()).matches())
                    .forEach(Home::tryToWrite);
            return this;
        } catch (IOException e) {
            throw notWritable(lake(), e);
        }
    }

    private static void tryToWrite(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".probe", ""));
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    private static HavenException notWritable(Path folder, IOException cause) {
        String reason = switch (cause) {
            case FileAlreadyExistsException e -> "a file is where the folder belongs";
            case AccessDeniedException e -> "this user may not";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> cause.toString();
        };
        return new HavenException(
                "Cannot write to %s: %s. Make it a folder that can be written, or choose another with --home DIR."
                        .formatted(folder, reason),
                cause);
    }
}
