package eu.havenlake.training.spi;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which convolutional network is meant, without saying how an engine builds it.
 *
 * @param kind the published topology
 * @param dropout share of the values before the last linear layer that is set to zero while training, 0 for none
 * @param file that holds the network, for {@link Kind#FILE} only
 */
public record Network(Kind kind, double dropout, ModelFile file) implements Serializable {

    /** The topologies an engine must know. A further one is a constant here and a case in each engine. */
    public enum Kind {
        /**
         * LeCun et al., Gradient-based learning applied to document recognition (1998), section II-B, in the form used
         * today: 5x5 convolutions of 6 (padded by 2) and 16 channels, each with ReLU and 2x2 max pooling, then linear
         * layers of 120 and 84.
         */
        LENET5(12),
        /**
         * He et al., Deep residual learning for image recognition (2016), table 1, 18 layers: 7x7 stem of stride 2, 3x3
         * max pooling, four stages of two basic blocks, projection shortcuts, global average pooling.
         */
        RESNET18(1),
        /** The same with 3, 4, 6 and 3 basic blocks. */
        RESNET34(1),
        /**
         * The same table, 50 layers: 3, 4, 6 and 3 bottleneck blocks of 1x1, 3x3 and 1x1 convolutions. Where a block
         * halves the map, its 3x3 convolution does, as most implementations have it today (the paper: the first 1x1).
         */
        RESNET50(1),
        /** What a {@link ModelFile} says, layer by layer. */
        FILE(1);

        private final int smallestSide;

        Kind(int smallestSide) {
            this.smallestSide = smallestSide;
        }

        /** Smallest height and width in pixels that leave something for the last layer. */
        public int smallestSide() {
            return smallestSide;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Network {
        if (file.exists() != (kind == Kind.FILE)) {
            throw new IllegalArgumentException("Cannot build a network of kind \"" + kind + "\" from " + file
                    + ": \"file\" needs a model file, and only it. Correct the setting.");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "Cannot use a dropout of " + dropout + ": it must be at least 0 and below 1. Correct the setting.");
        }
    }

    /** A published network. */
    public Network(Kind kind, double dropout) {
        this(kind, dropout, ModelFile.NONE);
    }

    /** The network that a file holds. */
    public static Network of(ModelFile file) {
        return new Network(Kind.FILE, 0, file);
    }

    /** The published network of that name (as printed, lower case), without dropout. */
    public static Network named(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.FILE && kind.toString().equals(name))
                .findFirst()
                .map(kind -> new Network(kind, 0))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Cannot build a network named \"" + name + "\": it is not known. Use one of " + names() + "."));
    }

    /** The same network with dropout before its last layer. */
    public Network withDropout(double rate) {
        return new Network(kind, rate, file);
    }

    private static String names() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.FILE)
                .map(Kind::toString)
                .collect(Collectors.joining(", "));
    }
}
