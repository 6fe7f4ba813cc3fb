package eu.havenlake.jobs.lifecycle;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.transfer.NamedTensor;
import eu.havenlake.training.engine.transfer.NamedWeights;
import eu.havenlake.training.engine.transfer.SafeTensors;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Layout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Weights on their way between HavenLake and other frameworks. */
final class WeightsFile {
    private WeightsFile() {}

    /**
     * Writes a model in the safetensors format, with torchvision's names where it has such a network. The file appears
     * whole or not at all.
     *
     * @throws HavenException if there is a file of that name, or it cannot be written
     */
    static void write(ModelCard card, Weights weights, Layout layout, Path file) {
        Path aside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            if (Files.exists(file)) {
                throw new IOException("it exists already");
            }
            try {
                fill(aside, NamedWeights.of(weights, layout), metadata(card));
                Files.move(aside, file);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot write %s: %s. Name another file, in a folder that can be written."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static void fill(Path file, Map<String, NamedTensor> tensors, Map<String, String> metadata)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            SafeTensors.write(tensors, metadata, out);
        }
    }

    /** What whoever computes with the weights must know, besides the network itself. */
    private static Map<String, String> metadata(ModelCard card) {
        return Map.of(
                "format", "pt",
                "model", "%s/%d".formatted(card.name(), card.version()),
                "network", card.model(),
                "input", card.input().toString(),
                "classes", String.join(", ", card.classes()),
                "normalisation", card.normalisation().toString());
    }

    static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new HavenException("Cannot read %s: %s. Check training.start.weights.".formatted(file, e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
