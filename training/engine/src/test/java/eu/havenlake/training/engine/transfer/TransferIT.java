package eu.havenlake.training.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.cluster.IsolatedEngine;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Layout;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Replica;
import eu.havenlake.training.spi.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights from other frameworks, in the engine's networks. */
class TransferIT {

    private static final Engine ENGINE = new IsolatedEngine(
                    Path.of(System.getProperty("haven.root"), "training/bigdl/target/jars-bigdl")
                            .toString())
            .open(Runtime.getRuntime().availableProcessors());
    private static final int OUTSIDE = 1000;

    private final Random random = new Random(9);

    @ParameterizedTest
    @CsvSource({"resnet18, 2;2;2;2, false", "resnet34, 3;4;6;3, false", "resnet50, 3;4;6;3, true"})
    void torchvisionsResnetsFitUnderTheirNamesAndShapes(String network, String blocks, boolean bottleneck) {
        Map<String, NamedTensor> published = torchvision(
                Arrays.stream(blocks.split(";")).mapToInt(Integer::parseInt).toArray(), bottleneck);
        Layout layout = ENGINE.layout(architecture(network, 3, OUTSIDE));
        StartWeights start = NamedWeights.start(published, layout, true, "published");
        try (Replica replica = ENGINE.build(architecture(network, 3, OUTSIDE), 1, 1)) {
            start.apply(replica);
            Map<String, NamedTensor> back = NamedWeights.of(Weights.of(replica), layout);
            assertThat(back.keySet()).containsExactlyInAnyOrderElementsOf(published.keySet());
            published.forEach((name, tensor) -> {
                assertThat(back.get(name).shape()).as(name).isEqualTo(tensor.shape());
                assertThat(farthest(back.get(name).values(), tensor.values()))
                        .as(name)
                        .isLessThan(1e-6);
            });
        }
    }

    private static double farthest(float[] some, float[] others) {
        double farthest = 0;
        for (int i = 0; i < some.length; i++) {
            farthest = Math.max(farthest, Math.abs(some[i] - others[i]));
        }
        return farthest;
    }

    @Test
    void aNewHeadTakesOtherClassesAndBeginsAtRandom() {
        Map<String, NamedTensor> published = torchvision(new int[] {2, 2, 2, 2}, false);
        Architecture five = architecture("resnet18", 3, 5);
        StartWeights start = NamedWeights.start(published, ENGINE.layout(five), false, "published");
        try (Replica replica = ENGINE.build(five, 1, 7);
                Replica fresh = ENGINE.build(five, 1, 7)) {
            start.apply(replica);
            for (Block block : replica.blocks()) {
                float[] here = part(replica, block);
                if (block.ofLastLayer()) {
                    assertThat(here).isEqualTo(part(fresh, block));
                } else {
                    assertThat(here)
                            .isEqualTo(
                                    published.get(TorchNames.of(block.name())).values());
                }
            }
        }
    }

    @Test
    void whatDoesNotFitIsNamedAllAtOnce() {
        Map<String, NamedTensor> published = torchvision(new int[] {2, 2, 2, 2}, false);
        published.remove("layer1.0.conv1.weight");
        published.put("layer9.extra", new NamedTensor(List.of(1), new float[1]));
        assertThatThrownBy(() -> NamedWeights.start(
                        published, ENGINE.layout(architecture("resnet18", 1, 5)), true, "w.safetensors"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("w.safetensors: it lacks layer1.0.conv1.weight;")
                .hasMessageContaining("conv1.weight of shape [64, 3, 7, 7], not [64, 1, 7, 7]")
                .hasMessageContaining("fc.weight of shape [1000, 512], not [5, 512]")
                .hasMessageContaining("does not know: layer9.extra.")
                .hasMessageContaining("training.start.keep-head = false");
    }

    @Test
    void anExportedNetworkAnswersTheSameAfterTheWayThroughAFile() throws IOException {
        Architecture architecture = architecture("resnet18", 3, 4);
        float[] images = new float[2 * architecture.input().size()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        float[] before = new float[8];
        float[] after = new float[8];
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Layout layout = ENGINE.layout(architecture);
        try (Replica replica = ENGINE.build(architecture, 2, 1)) {
            replica.forward(images, Mode.TRAIN, before);
            replica.forward(images, Mode.EVALUATE, before);
            SafeTensors.write(NamedWeights.of(Weights.of(replica), layout), Map.of(), file);
        }
        Map<String, NamedTensor> read = SafeTensors.read(new ByteArrayInputStream(file.toByteArray()), "file");
        try (Replica replica = ENGINE.build(architecture, 2, 2)) {
            NamedWeights.start(read, layout, true, "file").apply(replica);
            replica.forward(images, Mode.EVALUATE, after);
        }
        assertThat(farthest(after, before)).isLessThan(1e-3);
    }

    private static float[] part(Replica replica, Block block) {
        return Arrays.copyOfRange(replica.parameters(), block.offset(), block.end());
    }

    private static Architecture architecture(String network, int channels, int classes) {
        return new Architecture(Network.named(network), new Shape(channels, 32, 32), classes);
    }

    /** The names and shapes of torchvision's residual networks, put together independently of ours. */
    private Map<String, NamedTensor> torchvision(int[] blocks, boolean bottleneck) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        convolution(tensors, "conv1", 64, 3, 7);
        norm(tensors, "bn1", 64);
        int inputs = 64;
        for (int stage = 1; stage <= 4; stage++) {
            int width = 32 << stage;
            int outputs = bottleneck ? 4 * width : width;
            for (int block = 0; block < blocks[stage - 1]; block++) {
                String name = "layer" + stage + "." + block + ".";
                convolution(tensors, name + "conv1", width, inputs, bottleneck ? 1 : 3);
                norm(tensors, name + "bn1", width);
                convolution(tensors, name + "conv2", width, width, 3);
                norm(tensors, name + "bn2", width);
                if (bottleneck) {
                    convolution(tensors, name + "conv3", outputs, width, 1);
                    norm(tensors, name + "bn3", outputs);
                }
                if (block == 0 && (stage > 1 || bottleneck)) {
                    convolution(tensors, name + "downsample.0", outputs, inputs, 1);
                    norm(tensors, name + "downsample.1", outputs);
                }
                inputs = outputs;
            }
        }
        put(tensors, "fc.weight", OUTSIDE, inputs);
        put(tensors, "fc.bias", OUTSIDE);
        return tensors;
    }

    private void convolution(Map<String, NamedTensor> tensors, String name, int outputs, int inputs, int side) {
        put(tensors, name + ".weight", outputs, inputs, side, side);
    }

    private void norm(Map<String, NamedTensor> tensors, String name, int channels) {
        for (String role : List.of("weight", "bias", "running_mean", "running_var")) {
            put(tensors, name + "." + role, channels);
        }
    }

    private void put(Map<String, NamedTensor> tensors, String name, Integer... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        tensors.put(name, new NamedTensor(List.of(shape), values));
    }
}
