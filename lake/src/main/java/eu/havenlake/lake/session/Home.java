package eu.havenlake.lake.session;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that holds all that HavenLake writes.
 *
 * @param root absolute path
 */
public record Home(Path root) {
    public Home {
        root = root.toAbsolutePath().normalize();
    }

    /** Delta tables, as {@code <database>/<table>}. */
    public Path lake() {
        return root.resolve("lake");
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

    /** The secret behind the pseudonyms. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** Log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** How far each stream has come. */
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

    /** This home, made where it is missing and tried for writing. */
    public Home writable() {
        try {
            Files.createDirectories(lake());
            Files.delete(Files.createTempFile(lake(), "probe", ""));
            return this;
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot write to %s: %s. Make it writable, or choose another folder with --home DIR."
                            .formatted(lake(), e),
                    e);
        }
    }
}
