package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.Batches.distance;
import static eu.havenlake.training.bigdl.Batches.images;
import static eu.havenlake.training.bigdl.Batches.normal;
import static eu.havenlake.training.bigdl.ScalaGlue.FLOAT;
import static eu.havenlake.training.bigdl.ScalaGlue.NUMERIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.intel.analytics.bigdl.nn.Linear;
import com.intel.analytics.bigdl.nn.LogSoftMax;
import com.intel.analytics.bigdl.nn.PReLU;
import com.intel.analytics.bigdl.nn.Sequential;
import com.intel.analytics.bigdl.nn.SoftMax;
import com.intel.analytics.bigdl.nn.SpatialAveragePooling;
import com.intel.analytics.bigdl.nn.SpatialConvolution;
import com.intel.analytics.bigdl.nn.SpatialDilatedConvolution;
import com.intel.analytics.bigdl.nn.View;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.LoadedModel;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Probe;
import eu.havenlake.training.spi.Replica;
import eu.havenlake.training.spi.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that none of ours is, saved by BigDL's own method as somebody else would. */
class FileGraphIT {
    private static final int ROWS = 4;
    private static final int CLASSES = 3;
    private static final Shape IMAGE = new Shape(3, 12, 12);
    private static final Window THREE = new Window(3, 1, 1);

    private final Engine engine = new BigDlEngineFactory().open(2);
    private final PortableLayers layers = new PortableLayers();

    @TempDir
    private Path folder;

    /** Before its first class is touched, BigDL must know which kind of engine it is. */
    @BeforeEach
    void startEngine() {
        assertThat(engine.probe()).isInstanceOf(Probe.Usable.class);
    }

    /** As a user of BigDL's Sequential would: nested, with a layer of weights that has no native kind, and LogSoftMax at its end. */
    private AbstractModule<Activity, Activity, Object> sequential() {
        return new Sequential<Object>(FLOAT, NUMERIC)
                .add(new Sequential<Object>(FLOAT, NUMERIC)
                        .add(layers.convolution(3, 8, THREE, false))
                        .add(layers.normalization(8))
                        .add(new SpatialDilatedConvolution<>(8, 8, 3, 3, 1, 1, 2, 2, 2, 2, null, null, FLOAT, NUMERIC)))
                .add(layers.maxPool(new Window(2, 2, 0)))
                .add(new View<>(new int[] {8 * 6 * 6}, FLOAT, NUMERIC))
                .add(new Linear<>(8 * 6 * 6, CLASSES, true, null, null, null, null, null, null, FLOAT, NUMERIC))
                .add(new LogSoftMax<>(FLOAT, NUMERIC));
    }

    private AbstractModule<Activity, Activity, Object> branching() {
        Layer images = layers.input(IMAGE);
        Layer stem = layers.relu("a", layers.normalization("b", layers.convolution("c", images, 8, THREE)));
        Layer branch = layers.normalization("d", layers.unbiasedConvolution("e", stem, 8, THREE));
        Layer sum = layers.relu("f", layers.sum("g", stem, branch));
        return layers.graph(images, layers.linear("h", layers.globalMean("i", sum), CLASSES));
    }

    private Architecture saved(AbstractModule<Activity, Activity, Object> module, Shape shape, int classes) {
        Path file = folder.resolve("foreign.bigdl");
        var unused = module.saveModule(file.toUri().toString(), null, true);
        return new Architecture(Network.of(ModelFile.read(file)), shape, classes);
    }

    private Architecture saved(AbstractModule<Activity, Activity, Object> module) {
        return saved(module, IMAGE, CLASSES);
    }

    @Test
    void sequentialNetworkComputesWhatBigDlComputes() {
        agrees(sequential());
    }

    @Test
    void graphWithBranchesComputesWhatBigDlComputes() {
        agrees(branching());
    }

    /** Twice, as the gradients of wrapped layers add up if nobody clears them. */
    private void agrees(AbstractModule<Activity, Activity, Object> module) {
        Architecture architecture = saved(module);
        float[] batch = images(architecture, ROWS);
        float[] gradLogits = normal(ROWS * CLASSES, 2);
        float[] logits = new float[ROWS * CLASSES];
        try (Replica replica = engine.build(architecture, ROWS, 1)) {
            for (int pass = 0; pass < 2; pass++) {
                replica.forward(batch, Mode.TRAIN, logits);
                replica.backward(gradLogits);
            }
            var flat = module.getParameters();
            module.training();
            module.zeroGradParameters();
            Tensor<Object> input = ScalaGlue.tensor(batch, ROWS, 3, 12, 12);
            Tensor<?> expected = module.forward(input).toTensor(NUMERIC);
            var unused = module.backward(input, ScalaGlue.tensor(gradLogits, ROWS, CLASSES));
            assertThat(replica.parameters()).isEqualTo(ScalaGlue.array(flat._1()));
            assertThat(distance(
                            logits, Arrays.copyOf((float[]) expected.storage().array(), logits.length)))
                    .isLessThan(1e-5);
            assertThat(distance(replica.gradients(), ScalaGlue.array(flat._2())))
                    .isLessThan(1e-4);
        }
    }

    @Test
    void layersKeepTheirNames() {
        assertThat(engine.layout(saved(branching())).parameters())
                .extracting(Block::name)
                .containsExactly(
                        "c.weight",
                        "c.bias",
                        "b.scale",
                        "b.shift",
                        "e.weight",
                        "d.scale",
                        "d.shift",
                        "h.weight",
                        "h.bias");
    }

    @Test
    void networkLearnsAndIsSavedWithItsStatistics() {
        Architecture architecture = saved(sequential());
        float[] batch = images(architecture, ROWS);
        int[] labels = {0, 1, 2, 0};
        Path file = folder.resolve("trained.bigdl");
        float[] logits = new float[ROWS * CLASSES];
        float[] statistics;
        try (Replica replica = engine.build(architecture, ROWS, 1)) {
            double before = step(replica, batch, labels, logits);
            for (int i = 0; i < 20; i++) {
                double unused = step(replica, batch, labels, logits);
            }
            assertThat(step(replica, batch, labels, logits)).isLessThan(before / 4);
            replica.forward(batch, Mode.EVALUATE, logits);
            statistics = new float[replica.statisticsCount()];
            replica.readStatistics(statistics);
            engine.saveModel(architecture, replica.parameters(), statistics, file);
        }
        Architecture stored = new Architecture(Network.of(ModelFile.read(file)), IMAGE, CLASSES);
        try (LoadedModel model = engine.loadModel(stored, file);
                Replica again = engine.build(stored, ROWS, 1)) {
            assertThat(distance(model.predict(batch), logits)).isLessThan(1e-4);
            float[] restored = new float[statistics.length];
            again.readStatistics(restored);
            assertThat(distance(restored, statistics)).isLessThan(1e-6);
        }
    }

    /** Loss of the negative log of a softmax, whose gradient by the logits is the softmax less the label. */
    private static double step(Replica replica, float[] batch, int[] labels, float[] logits) {
        replica.forward(batch, Mode.TRAIN, logits);
        float[] gradient = new float[logits.length];
        double loss = 0;
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                sum += Math.exp(logits[row * CLASSES + c]);
            }
            for (int c = 0; c < CLASSES; c++) {
                double share = Math.exp(logits[row * CLASSES + c]) / sum;
                gradient[row * CLASSES + c] = (float) ((share - (c == labels[row] ? 1 : 0)) / ROWS);
                loss -= c == labels[row] ? Math.log(share) / ROWS : 0;
            }
        }
        replica.backward(gradient);
        for (int i = 0; i < replica.parameterCount(); i++) {
            replica.parameters()[i] -= 0.1f * replica.gradients()[i];
        }
        return loss;
    }

    @Test
    void softMaxAtTheEndIsRefused() {
        var network = new Sequential<Object>(FLOAT, NUMERIC).add(sequential()).add(new SoftMax<>(1, FLOAT, NUMERIC));
        refused(saved(network), "a SoftMax", "Save it without that layer");
    }

    /** BigDL converts it, but fails when it comes to run it. */
    @Test
    void layerThatBigDlCannotWrapIsNamed() {
        Layer images = layers.input(IMAGE);
        Layer strange = layers.wire("strange", new PReLU<>(3, FLOAT, NUMERIC), IMAGE, images);
        Architecture architecture = saved(layers.graph(images, layers.linear("last", strange, CLASSES)));
        refused(architecture, "strange (PReLU)");
    }

    @Test
    void otherClassesOrImagesAreRefused() {
        refused(saved(branching(), IMAGE, 5), "3 values", "5 classes");
        refused(saved(sequential(), new Shape(3, 20, 20), CLASSES), "does not take images of 3x20x20");
    }

    @Test
    void gradientsThatBigDlComputesWronglyAreRefused() {
        Layer images = layers.input(IMAGE);
        Layer forked = layers.convolution("forked", images, 8, THREE);
        Layer sum = layers.sum("sum", forked, layers.relu("relu", forked));
        refused(saved(layers.graph(images, layers.linear("last", sum, CLASSES))), "forked goes to 2 layers");
        refused(saved(convolving(3, 1)), "depthwise");
        refused(saved(convolving(1, 2)), "not square");
    }

    /** The fork lies behind a sum, where no rule of ours sees it: what comes of it is wrong all the same. */
    @Test
    void otherGradientsOrAnswersAreNoticed() {
        Layer images = layers.input(IMAGE);
        Layer left = layers.convolution("left", images, 8, THREE);
        Layer sum = layers.sum("sum", left, layers.convolution("right", images, 8, THREE));
        Layer forked = layers.sum("again", layers.normalization("one", sum), layers.normalization("other", sum));
        notTrusted(saved(layers.graph(images, layers.linear("last", forked, CLASSES))), "another gradient in");

        Layer averaged = layers.wire(
                "average",
                new SpatialAveragePooling<>(3, 3, 1, 1, 1, 1, false, false, true, true, ScalaGlue.NCHW, FLOAT, NUMERIC),
                IMAGE,
                images);
        notTrusted(saved(layers.graph(images, layers.linear("final", averaged, CLASSES))), "gives other answers");
    }

    private void notTrusted(Architecture architecture, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.layout(architecture))
                .withMessageContaining(words);
    }

    @Test
    void twoLayersOfOneNameAreRefused() {
        var network = new Sequential<Object>(FLOAT, NUMERIC)
                .add(layers.relu().setName("relu"))
                .add(layers.relu().setName("relu"))
                .add(sequential());
        refused(saved(network), "a name of its own", "relu");
    }

    @Test
    void dropoutOfAFileIsTriedOutWithoutAndFollowsItsSeed() {
        Layer images = layers.input(IMAGE);
        Layer dropped =
                layers.dropout("dropout", layers.relu("relu", layers.convolution("one", images, 8, THREE)), 0.5);
        Architecture architecture = saved(layers.graph(images, layers.linear("last", dropped, CLASSES)));
        assertThat(engine.layout(architecture).parameters()).hasSize(4);
        try (Replica replica = engine.build(architecture, ROWS, 1)) {
            assertThat(dropped(replica, 5)).isEqualTo(dropped(replica, 5)).isNotEqualTo(dropped(replica, 6));
        }
    }

    private static float[] dropped(Replica replica, long seed) {
        float[] logits = new float[ROWS * CLASSES];
        replica.seed(seed);
        replica.forward(images(replica.architecture(), ROWS), Mode.TRAIN, logits);
        return logits;
    }

    /** Of that many groups, with steps to the right of that size and steps down of 1. */
    private AbstractModule<Activity, Activity, Object> convolving(int groups, int right) {
        int width = (12 + 2 - 3) / right + 1;
        return new Sequential<Object>(FLOAT, NUMERIC)
                .add(new SpatialConvolution<>(
                        3,
                        3,
                        3,
                        3,
                        right,
                        1,
                        1,
                        1,
                        groups,
                        true,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        true,
                        ScalaGlue.NCHW,
                        FLOAT,
                        NUMERIC))
                .add(new View<>(new int[] {3 * 12 * width}, FLOAT, NUMERIC))
                .add(new Linear<>(3 * 12 * width, CLASSES, true, null, null, null, null, null, null, FLOAT, NUMERIC));
    }

    private void refused(Architecture architecture, String... words) {
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> engine.build(architecture, ROWS, 1));
        List.of(words).forEach(refusal::withMessageContaining);
        assertThatIllegalArgumentException().isThrownBy(() -> engine.layout(architecture));
    }
}
