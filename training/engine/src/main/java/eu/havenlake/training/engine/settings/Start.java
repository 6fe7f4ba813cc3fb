package eu.havenlake.training.engine.settings;

import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.training.spi.Block;
import java.io.Serializable;
import java.util.List;

/**
 * What a training begins with, for networks that have learnt elsewhere.
 *
 * @param weights a file of the safetensors format, a BigDL file ({@code .bigdl}), or {@code name} or {@code name/version}
 *     of a model of the home; empty = all at random
 * @param keepHead whether the last layer is taken over as well; else it begins at random, and the classes may
 *     be others (not with BigDL files)
 * @param frozen layers that stay as they are: the beginnings of their names, as {@code conv1} or {@code stage2}. Their
 *     batch normalisations still measure what passes through them
 */
public record Start(String weights, boolean keepHead, List<String> frozen) implements Serializable {

    /** At random, nothing frozen. */
    public static final Start RANDOM = new Start("", false, List.of());

    /** Copies the list. */
    public Start {
        frozen = List.copyOf(frozen);
    }

    /** Whether a tensor stays as it is. */
    public boolean freezes(Block block) {
        return frozen.stream().anyMatch(beginning -> begins(block, beginning));
    }

    /** A name goes on with a dot: {@code stage1} does not mean {@code stage10}. */
    private static boolean begins(Block block, String beginning) {
        return block.name().equals(beginning) || block.name().startsWith(beginning + ".");
    }

    /** @throws ConfigurationException if a name begins no layer, random weights would stay, or nothing is left to learn */
    public void check(List<Block> blocks) {
        Problems problems = new Problems("training.start.");
        problems.require(
                frozen.isEmpty() || !weights.isBlank(),
                "frozen",
                frozen,
                "of [], or name training.start.weights: else layers would stay at random");
        problems.require(
                keepHead || blocks.stream().noneMatch(block -> block.ofLastLayer() && freezes(block)),
                "frozen",
                frozen,
                "without the last layer, which begins at random, or set training.start.keep-head = true");
        for (String beginning : frozen) {
            problems.require(
                    blocks.stream().anyMatch(block -> begins(block, beginning)),
                    "frozen",
                    beginning,
                    "among the layers " + layers(blocks));
        }
        problems.require(
                blocks.stream().anyMatch(block -> !freezes(block)),
                "frozen",
                frozen,
                "that leaves some layer to learn");
        problems.throwIfAny();
    }

    private static List<String> layers(List<Block> blocks) {
        return blocks.stream()
                .map(block -> block.name().split("\\.")[0])
                .distinct()
                .toList();
    }
}
