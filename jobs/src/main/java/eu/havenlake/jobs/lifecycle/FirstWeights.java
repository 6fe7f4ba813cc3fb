package eu.havenlake.jobs.lifecycle;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.ModelRegistry;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.transfer.NamedTensor;
import eu.havenlake.training.engine.transfer.NamedWeights;
import eu.havenlake.training.engine.transfer.SafeTensors;
import eu.havenlake.training.engine.transfer.StartWeights;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Layout;
import eu.havenlake.training.spi.LoadedModel;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a training begins with, as its settings say it: random weights, a file, or a model of the home.
 *
 * @param engine that reads models
 */
record FirstWeights(ModelRegistry registry, TrainingSettings settings, Engine engine) {

    private static final String MODEL = "[a-z][a-z0-9_-]*(/\\d{1,9})?";

    /** What the model's card says of it. */
    private String said() {
        if (settings.start().weights().isBlank()) {
            return ModelCard.RANDOM;
        }
        return isFile()
                ? "%s, SHA-256 %s".formatted(file().getFileName(), WeightsFile.sha256(file()))
                : "model %s/%d".formatted(card().name(), card().version());
    }

    /**
     * The network to train.
     *
     * @throws HavenException if it is that of a file, which cannot be read
     */
    Network network() {
        if (settings.model() != Network.Kind.FILE) {
            return settings.network(ModelFile.NONE);
        }
        if (isFile() && !isBigDl()) {
            throw new HavenException(
                    "Cannot train the network of %s: safetensors files hold weights only. With training.model = file, training.start.weights must name a .bigdl file or a model of this home."
                            .formatted(file()));
        }
        try {
            return settings.network(isBigDl() ? ModelFile.read(file()) : registry.file(card()));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new HavenException(
                    "Cannot train the network of training.start.weights = %s: %s"
                            .formatted(settings.start().weights(), e.getMessage()),
                    e);
        }
    }

    StartWeights of(Architecture architecture, List<String> classes) {
        if (settings.start().weights().isBlank() && settings.start().frozen().isEmpty()) {
            return StartWeights.NONE;
        }
        Layout layout = layout(architecture);
        settings.start().check(layout.parameters());
        if (settings.model() == Network.Kind.FILE && !isFile()) {
            refuseOtherClasses(card(), classes);
        }
        return settings.start().weights().isBlank() || settings.model() == Network.Kind.FILE
                ? StartWeights.none(said())
                : NamedWeights.start(
                                tensors(architecture, classes),
                                layout,
                                settings.start().keepHead(),
                                settings.start().weights())
                        .as(said());
    }

    private Layout layout(Architecture architecture) {
        try {
            return engine.layout(architecture);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException notTrainable) {
            throw new HavenException(
                    "%s (training.start.weights = %s)"
                            .formatted(
                                    notTrainable.getMessage(), settings.start().weights()),
                    notTrainable);
        }
    }

    private Map<String, NamedTensor> tensors(Architecture architecture, List<String> classes) {
        if (!isFile()) {
            ModelCard card = card();
            refuseOtherClasses(card, classes);
            return named(registry.weights(card, engine), registry.architecture(card));
        }
        return isBigDl() ? bigDl(architecture) : safeTensors();
    }

    /** The answers of a head that is kept mean the classes it was trained for, in their order. */
    private void refuseOtherClasses(ModelCard card, List<String> classes) {
        if (settings.start().keepHead() && !card.classes().equals(classes)) {
            throw new HavenException(
                    "Cannot begin with the last layer of model %s/%d: it tells %s apart, and this training %s. Set training.start.keep-head = false."
                            .formatted(card.name(), card.version(), card.classes(), classes));
        }
    }

    private Map<String, NamedTensor> named(Weights weights, Architecture architecture) {
        return NamedWeights.of(weights, engine.layout(architecture));
    }

    private Map<String, NamedTensor> bigDl(Architecture architecture) {
        try (LoadedModel model = engine.loadModel(architecture, file())) {
            return named(new Weights(model.parameters(), model.statistics()), architecture);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new HavenException(e.getMessage(), e);
        }
    }

    private Map<String, NamedTensor> safeTensors() {
        try {
            return SafeTensors.read(Files.newInputStream(file()), file().toString());
        } catch (IOException e) {
            throw new HavenException("Cannot begin with %s: %s. Check training.start.weights.".formatted(file(), e), e);
        }
    }

    private ModelCard card() {
        if (!settings.start().weights().matches(MODEL)) {
            throw new HavenException(
                    "Cannot begin with training.start.weights = %s: it is no .safetensors file, no .bigdl file, and no NAME or NAME/VERSION of a model of this home. Files of PyTorch can be saved as .safetensors."
                            .formatted(settings.start().weights()));
        }
        return registry.card(settings.start().weights());
    }

    private boolean isFile() {
        return isBigDl() || settings.start().weights().endsWith(".safetensors");
    }

    private boolean isBigDl() {
        return settings.start().weights().endsWith(".bigdl");
    }

    private Path file() {
        return Path.of(settings.start().weights());
    }
}
