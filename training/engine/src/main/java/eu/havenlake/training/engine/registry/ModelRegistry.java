package eu.havenlake.training.engine.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.cluster.Trained;
import eu.havenlake.training.engine.worker.Weights;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.LoadedModel;
import eu.havenlake.training.spi.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Trained models under one folder of any Hadoop file system: {@code <name>/<version>/model.bigdl} in the engine's own
 * format and {@code model-card.json} beside it; in {@code <name>/validations}, what they are worth elsewhere. A version
 * appears whole (written aside, then renamed) and is never changed. One writer at a time.
 */
public final class ModelRegistry {

    private static final String MODEL = "model.bigdl";
    private static final String CARD = "model-card.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path folder;
    private final FileSystem files;

    /** @param folder a path or URI, such as {@code haven-home/models} or {@code hdfs:///haven/models} */
    public ModelRegistry(String folder, Configuration hadoop) {
        try {
            this.folder = new Path(folder);
            this.files = this.folder.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the folder of models " + folder, e);
        }
    }

    /**
     * Stores a model as the next version of its name.
     *
     * @return the card with its version
     */
    public ModelCard save(ModelCard card, Architecture architecture, Weights weights, Engine engine) {
        refuseName(card.name());
        Path home = new Path(folder, card.name());
        Path aside = new Path(home, ".new-" + UUID.randomUUID());
        try {
            ModelCard stored =
                    card.withVersion(versions(home).stream().findFirst().orElse(0) + 1);
            files.mkdirs(aside);
            writeModel(architecture, weights, engine, new Path(aside, MODEL));
            try (OutputStream out = files.create(new Path(aside, CARD))) {
                JSON.writeValue(out, stored);
            }
            if (!files.rename(aside, version(stored.name(), stored.version()))) {
                throw new IOException("the new version's folder cannot be renamed from " + aside);
            }
            return stored;
        } catch (IOException e) {
            discard(aside);
            throw new HavenException(
                    "Cannot store model " + card.name() + ": " + e.getMessage() + ". Check space and rights of "
                            + folder + ".",
                    e);
        }
    }

    /**
     * Keeps a validation as {@code <name>/validations/<version>-<study>-<run>.json}.
     *
     * @return where
     */
    public String keep(ModelCard card, Validation validation, String run) {
        Path kept = new Path(validationsOf(card), "%d-%s-%s.json".formatted(card.version(), validation.study(), run));
        Path aside = new Path(kept.getParent(), ".new-" + UUID.randomUUID());
        try {
            try (OutputStream out = files.create(aside)) {
                JSON.writeValue(out, validation);
            }
            if (!files.rename(aside, kept)) {
                throw new IOException("the new file cannot be renamed from " + aside);
            }
            return kept.toString();
        } catch (IOException e) {
            discard(aside);
            throw new HavenException(
                    "Cannot keep %s: %s. Check space and rights of %s.".formatted(kept, e.getMessage(), folder), e);
        }
    }

    /** What a model's version was found to be worth elsewhere, newest first. */
    public List<Validation> validations(ModelCard card) {
        return children(validationsOf(card))
                .map(FileStatus::getPath)
                .filter(file -> file.getName().startsWith(card.version() + "-"))
                .map(file -> read(file, Validation.class, "what is known of model " + card.name()))
                .sorted(Comparator.comparing(Validation::at).reversed())
                .toList();
    }

    private Path validationsOf(ModelCard card) {
        return new Path(new Path(folder, card.name()), "validations");
    }

    /** The newest card of each model, by name. */
    public List<ModelCard> newest() {
        return names().stream()
                .flatMap(name ->
                        versions(new Path(folder, name)).stream().limit(1).map(version -> card(name, version)))
                .toList();
    }

    /**
     * The card of a model.
     *
     * @param model {@code name} for the newest version or {@code name/version}
     * @throws HavenException if there is none
     */
    public ModelCard card(String model) {
        String[] parts = model.split("/", 2);
        return versions(new Path(folder, parts[0])).stream()
                .filter(version -> parts.length == 1 || parts[1].equals(Integer.toString(version)))
                .findFirst()
                .map(version -> card(parts[0], version))
                .orElseThrow(() -> new HavenException("Cannot find model " + model + " in " + folder + ". There are: "
                        + newest().stream()
                                .map(card -> card.name() + "/" + card.version())
                                .collect(Collectors.collectingAndThen(
                                        Collectors.joining(", "), all -> all.isEmpty() ? "none" : all))
                        + ". Name one of them, or run haven train."));
    }

    /** Loads a model to classify with; close it after use. */
    public Predictor open(ModelCard card, Engine engine) {
        return new Predictor(card, load(card, engine));
    }

    /** What a stored model has learnt, to train on or to pass on. */
    public Weights weights(ModelCard card, Engine engine) {
        try (LoadedModel model = load(card, engine)) {
            return new Weights(model.parameters(), model.statistics());
        }
    }

    /** All that a stored model's answers depend on. */
    public Trained trained(ModelCard card, Engine engine) {
        return new Trained(architecture(card), card.classes(), card.normalisation(), weights(card, engine));
    }

    /** What fixes the order of a stored model's parameters. */
    public Architecture architecture(ModelCard card) {
        return card.architecture(card.ofFile() ? file(card) : ModelFile.NONE);
    }

    /** A stored model's file. */
    public ModelFile file(ModelCard card) {
        try (InputStream in = files.open(model(card))) {
            return new ModelFile(in.readAllBytes());
        } catch (IOException e) {
            throw unreadable(card, e);
        }
    }

    private Path model(ModelCard card) {
        return new Path(version(card.name(), card.version()), MODEL);
    }

    private static HavenException unreadable(ModelCard card, Exception cause) {
        return new HavenException(
                "Cannot load model " + card.name() + "/" + card.version() + ": " + cause.getMessage()
                        + ". If its files are damaged, train it again.",
                cause);
    }

    private LoadedModel load(ModelCard card, Engine engine) {
        try {
            java.nio.file.Path local = Files.createTempFile("model", ".bigdl");
            try {
                files.copyToLocalFile(false, model(card), new Path(local.toUri()), true);
                return engine.loadModel(architecture(card), local);
            } finally {
                Files.deleteIfExists(local);
            }
        } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
            throw unreadable(card, e);
        }
    }

    private void writeModel(Architecture architecture, Weights weights, Engine engine, Path target) throws IOException {
        java.nio.file.Path local = Files.createTempFile("model", ".bigdl");
        try {
            engine.saveModel(architecture, weights.parameters(), weights.statistics(), local);
            files.copyFromLocalFile(false, true, new Path(local.toUri()), target);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(local);
        }
    }

    private ModelCard card(String name, int version) {
        return read(
                new Path(version(name, version), CARD), ModelCard.class, "the card of model " + name + "/" + version);
    }

    private <T> T read(Path file, Class<T> type, String what) {
        try (InputStream in = files.open(file)) {
            return JSON.readValue(in, type);
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot read %s: %s. Restore %s, or remove it.".formatted(what, e.getMessage(), file), e);
        }
    }

    private Path version(String name, int version) {
        return new Path(new Path(folder, name), Integer.toString(version));
    }

    private List<String> names() {
        return folders(folder)
                .map(status -> status.getPath().getName())
                .sorted()
                .toList();
    }

    /** Versions of one model, newest first. */
    private List<Integer> versions(Path home) {
        return folders(home)
                .map(status -> status.getPath().getName())
                .filter(name -> name.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private Stream<FileStatus> folders(Path parent) {
        return children(parent).filter(FileStatus::isDirectory);
    }

    private Stream<FileStatus> children(Path parent) {
        try {
            Optional<FileStatus[]> listed =
                    files.exists(parent) ? Optional.of(files.listStatus(parent)) : Optional.empty();
            return listed.stream().flatMap(Arrays::stream);
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot list the models in " + parent + ": " + e.getMessage()
                            + ". Check that the folder can be read.",
                    e);
        }
    }

    private void discard(Path aside) {
        try {
            files.delete(aside, true);
        } catch (IOException ignored) {
            // What is left begins with a dot, is no version and is never read; the first error is the one to report.
        }
    }

    private static void refuseName(String name) {
        if (!name.matches("[a-z][a-z0-9_-]{0,63}")) {
            throw new HavenException("Cannot store a model named \"" + name
                    + "\". Use small letters, digits, - and _, beginning with a letter.");
        }
    }
}
