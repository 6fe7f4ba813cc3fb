package eu.havenlake.training.spi;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a file in an engine's own format holds, so that a network that only such a file describes can travel to the
 * executors.
 *
 * @param bytes of the file, not copied
 */
public record ModelFile(byte[] bytes) implements Serializable {
    /** No file: the network is a published one. */
    public static final ModelFile NONE = new ModelFile(new byte[0]);

    /** @throws UncheckedIOException if the file cannot be read */
    public static ModelFile read(Path file) {
        try {
            return new ModelFile(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the model file " + file + ": " + e + ". Check the path.", e);
        }
    }

    /** Whether there is one. */
    public boolean exists() {
        return bytes.length > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelFile file && Arrays.equals(bytes, file.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
