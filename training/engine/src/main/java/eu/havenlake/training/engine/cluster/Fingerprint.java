package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** By what a training knows its checkpoints again: SHA-256 of its settings, the state of the tensors,
 * ids, labels and split. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(
            TrainingSettings settings, Network network, String data, Shape shape, List<Item> items, Split split) {
        MessageDigest digest = sha256();
        digest.update((settings.decisive() + "\n" + data + "\n" + shape + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(network.file().bytes());
        items.stream()
                .sorted(Item.ORDER)
                .map(item ->
                        item.image() + " " + item.label() + " " + split.parts().get(item.image()) + "\n")
                .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
