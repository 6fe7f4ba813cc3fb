package eu.havenlake.training.engine.transfer;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Weights as tensors under the names that the outside world uses, and back. */
public final class NamedWeights {
    private static final int SHOWN = 5;

    private NamedWeights() {}

    /** Tensors of weights; their values are copies. */
    public static Map<String, NamedTensor> of(Weights weights, Layout layout) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        layout.parameters().forEach(block -> put(tensors, block, weights.parameters()));
        layout.statistics().forEach(block -> put(tensors, block, weights.statistics()));
        return tensors;
    }

    private static void put(Map<String, NamedTensor> tensors, Block block, float[] values) {
        tensors.put(
                TorchNames.of(block.name()),
                new NamedTensor(block.shape(), Arrays.copyOfRange(values, block.offset(), block.end())));
    }

    /**
     * What a training begins with.
     *
     * @param layout of the network to train
     * @param keepHead whether the last layer is taken over, too; else the tensors need not have it, or may have another
     *     number of classes
     * @param source of the tensors, for messages
     * @throws HavenException that names the tensors that are missing, of another shape or unknown
     */
    public static StartWeights start(Map<String, NamedTensor> tensors, Layout layout, boolean keepHead, String source) {
        Complaints complaints = new Complaints(tensors.keySet());
        Map<String, float[]> parameters = new LinkedHashMap<>();
        for (Block block : layout.parameters()) {
            if (block.ofLastLayer() && !keepHead) {
                complaints.known(block);
            } else {
                complaints.check(block, tensors).ifPresent(tensor -> parameters.put(block.name(), tensor.values()));
            }
        }
        float[] statistics =
                new float[layout.statistics().stream().mapToInt(Block::length).sum()];
        for (Block block : layout.statistics()) {
            complaints
                    .check(block, tensors)
                    .ifPresent(
                            tensor -> System.arraycopy(tensor.values(), 0, statistics, block.offset(), block.length()));
        }
        complaints.throwIfAny(source);
        return new StartWeights(source, parameters, statistics);
    }

    /** What does not fit, gathered so that all of it is said at once. */
    private static final class Complaints {
        private final List<String> missing = new ArrayList<>();
        private final List<String> misshapen = new ArrayList<>();
        private final Set<String> unknown;

        Complaints(Set<String> names) {
            unknown = new LinkedHashSet<>(names);
        }

        void known(Block block) {
            unknown.remove(TorchNames.of(block.name()));
        }

        Optional<NamedTensor> check(Block block, Map<String, NamedTensor> tensors) {
            String name = TorchNames.of(block.name());
            known(block);
            NamedTensor tensor = tensors.get(name);
            if (tensor == null) {
                missing.add(name);
            } else if (!tensor.shape().equals(block.shape())) {
                misshapen.add("%s of shape %s, not %s".formatted(name, tensor.shape(), block.shape()));
            } else {
                return Optional.of(tensor);
            }
            return Optional.empty();
        }

        void throwIfAny(String source) {
            if (missing.size() + misshapen.size() + unknown.size() > 0) {
                throw new HavenException(
                        "Cannot begin a training with %s: %s. Give weights of the network that training.model and image.channels name%s."
                                .formatted(
                                        source,
                                        Stream.of(
                                                        said("it lacks ", missing),
                                                        said("it has ", misshapen),
                                                        said(
                                                                "it has tensors that the network does not know: ",
                                                                List.copyOf(unknown)))
                                                .filter(part -> !part.isEmpty())
                                                .collect(Collectors.joining("; ")),
                                        misshapen.stream().anyMatch(each -> each.startsWith("fc."))
                                                ? ", or set training.start.keep-head = false"
                                                : ""));
            }
        }

        private static String said(String what, List<String> names) {
            String rest = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
            return names.isEmpty() ? "" : what + names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + rest;
        }
    }
}
