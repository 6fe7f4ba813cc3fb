package eu.havenlake.training.engine.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.LoadedModel;
import eu.havenlake.training.spi.Mode;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Probe;
import eu.havenlake.training.spi.Replica;
import eu.havenlake.training.spi.Shape;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine from its folder of jars, beside the Spark and Scala of the class path. */
class EngineLoaderIT {
    private static final Path JARS = Path.of(System.getProperty("haven.root"), "training/bigdl/target/jars-bigdl");
    private static final int THREADS = 2;

    @TempDir
    private Path folder;

    @Test
    void engineComesFromTheFolderAndItsContractFromTheClassPath() {
        Engine engine = EngineLoader.open(JARS, THREADS);

        assertThat(engine.getClass().getClassLoader()).isNotSameAs(Engine.class.getClassLoader());
        assertThat(engine.probe()).isInstanceOf(Probe.Usable.class);
        assertThat(JARS).isDirectoryNotContaining("glob:**training-spi*");
    }

    /** Scala's reflection works only if it never sees the other Scala. */
    @Test
    void modelIsSavedAndLoadedInIsolation() {
        Engine engine = EngineLoader.open(JARS, THREADS);
        var architecture = new Architecture(Network.named("lenet5"), new Shape(1, 28, 28), 3);
        float[] images = new float[2 * 28 * 28];
        images[300] = 1;
        float[] logits = new float[6];
        try (Replica replica = engine.build(architecture, 2, 1)) {
            replica.forward(images, Mode.EVALUATE, logits);
            engine.saveModel(architecture, replica.parameters(), new float[0], folder.resolve("model"));
        }
        try (LoadedModel model = engine.loadModel(architecture, folder.resolve("model"))) {
            assertThat(model.predict(images)).containsExactly(logits, Offset.offset(1e-5f));
        }
    }

    @Test
    void folderIsOpenedOnceWithOneNumberOfThreads() {
        Engine engine = EngineLoader.open(JARS, THREADS);

        assertThat(EngineLoader.open(JARS.resolve("../jars-bigdl"), THREADS)).isSameAs(engine);
        assertThatIllegalStateException()
                .isThrownBy(() -> EngineLoader.open(JARS, THREADS + 1))
                .withMessageContaining("with 3 threads")
                .withMessageContaining("with 2");
    }

    @Test
    void folderWithoutAnEngineIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EngineLoader.open(folder, THREADS))
                .withMessageContaining(folder.toString())
                .withMessageContaining("jars-bigdl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EngineLoader.open(folder.resolve("missing"), THREADS))
                .withMessageContaining("cannot be read");
    }
}
