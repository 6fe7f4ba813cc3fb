package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.ScalaGlue.FLOAT;
import static eu.havenlake.training.bigdl.ScalaGlue.NUMERIC;

import com.intel.analytics.bigdl.nn.Module$;
import com.intel.analytics.bigdl.nn.abstractnn.AbstractModule;
import com.intel.analytics.bigdl.nn.abstractnn.Activity;
import com.intel.analytics.bigdl.tensor.Tensor;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A network of BigDL's portable layers, the form that goes into model files. Only for the compute thread. */
final class PortableNetwork {
    private final Architecture architecture;
    private final AbstractModule<Activity, Activity, Object> module;
    private final float[] parameters;

    PortableNetwork(Architecture architecture, AbstractModule<Activity, Activity, Object> module) {
        this.architecture = architecture;
        this.module = module;
        parameters = ScalaGlue.array(module.getParameters()._1());
        var unused = module.evaluate();
    }

    static PortableNetwork build(Architecture architecture) {
        return new PortableNetwork(
                architecture,
                architecture.network().kind() == Network.Kind.FILE
                        ? FileGraph.portable(architecture)
                        : Topology.build(architecture, new PortableLayers()));
    }

    static PortableNetwork of(Architecture architecture, float[] parameters, float[] statistics) {
        PortableNetwork network = build(architecture);
        network.write(parameters, statistics);
        return network;
    }

    static PortableNetwork load(Architecture architecture, Path file) {
        if (!Files.isReadable(file)) {
            throw new UncheckedIOException(
                    "Cannot load the model " + file + ": there is no readable file. Check the path.",
                    new NoSuchFileException(file.toString()));
        }
        var loaded = new PortableNetwork(architecture, module(file));
        var expected = build(architecture);
        if (loaded.parameters.length != expected.parameters.length || loaded.count() != expected.count()) {
            throw new IllegalArgumentException("Cannot load the model " + file + " as "
                    + architecture.network().kind()
                    + " for images of " + architecture.input() + " and " + architecture.classes() + " classes: it has "
                    + loaded.parameters.length + " parameters, not " + expected.parameters.length
                    + ". Use the settings it was trained with.");
        }
        return loaded;
    }

    /** @throws IllegalArgumentException if it is no model file */
    static AbstractModule<Activity, Activity, Object> module(Path file) {
        try {
            return Module$.MODULE$.loadModule(uri(file), null, FLOAT, NUMERIC);
        } catch (Exception e) { // Scala throws checked exceptions without saying so
            throw new IllegalArgumentException(
                    "Cannot load the model " + file + ": it is no BigDL model file (" + e.getMessage()
                            + "). Give a file that HavenLake or BigDL 0.13 has saved.",
                    e);
        }
    }

    void save(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var unused = module.saveModule(uri(file), null, true);
        } catch (Exception e) { // Scala throws checked exceptions without saying so
            throw new UncheckedIOException(
                    "Cannot save the model " + file + ": " + e.getMessage() + ". Choose a folder that can be written.",
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static String uri(Path file) {
        return file.toAbsolutePath().toUri().toString();
    }

    Architecture architecture() {
        return architecture;
    }

    float[] parameters() {
        return parameters.clone();
    }

    /** Running statistics in order of the network: means, then variances, as the native graph orders them too. */
    float[] statistics() {
        float[] statistics = new float[count()];
        int offset = 0;
        for (Tensor<Object> tensor : module.getExtraParameter()) {
            System.arraycopy(
                    ScalaGlue.array(tensor), tensor.storageOffset() - 1, statistics, offset, tensor.nElement());
            offset += tensor.nElement();
        }
        return statistics;
    }

    private int count() {
        int count = 0;
        for (Tensor<Object> tensor : module.getExtraParameter()) {
            count += tensor.nElement();
        }
        return count;
    }

    void write(float[] newParameters, float[] newStatistics) {
        Lengths.check("parameters of the model", newParameters, parameters.length);
        Lengths.check("running statistics of the model", newStatistics, count());
        System.arraycopy(newParameters, 0, parameters, 0, parameters.length);
        int offset = 0;
        for (Tensor<Object> tensor : module.getExtraParameter()) {
            System.arraycopy(
                    newStatistics, offset, ScalaGlue.array(tensor), tensor.storageOffset() - 1, tensor.nElement());
            offset += tensor.nElement();
        }
    }

    float[] predict(float[] images) {
        var input = architecture.input();
        int rows = images.length / input.size();
        Tensor<Object> batch = ScalaGlue.tensor(images, rows, input.channels(), input.height(), input.width());
        Tensor<?> output = module.forward(batch).toTensor(NUMERIC);
        float[] logits = new float[rows * architecture.classes()];
        Lengths.check("logits of the model", logits, output.nElement());
        System.arraycopy(output.storage().array(), output.storageOffset() - 1, logits, 0, logits.length);
        return logits;
    }
}
