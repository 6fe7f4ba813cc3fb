package eu.havenlake.training.engine.registry;

import eu.havenlake.training.engine.cluster.Classes;
import eu.havenlake.training.engine.cluster.TrainingResult;
import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.evaluation.Chosen;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must be known of a model to judge it, to use it and to make it again (after Mitchell et al. 2019). Holds counts
 * of donors, never who they are.
 *
 * @param name of the model
 * @param version from 1; 0 before it is stored
 * @param created when training ended
 * @param codeVersion of HavenLake
 * @param engine name and version of the engine
 * @param threads compute threads: another number sums in another order
 * @param model topology
 * @param dropout of the topology
 * @param input shape of an image
 * @param classes names in the order of the model's answers
 * @param normalisation from bytes to the model's input
 * @param start what the weights began with
 * @param configuration what was in force, key by key
 * @param data version of each table that was read
 * @param counts how much data each part held
 * @param bestEpoch epoch whose weights these are
 * @param epochs the curve
 * @param evaluation on the held-out part; absent without one
 */
public record ModelCard(
        String name,
        int version,
        Instant created,
        String codeVersion,
        String engine,
        int threads,
        String model,
        double dropout,
        Shape input,
        List<String> classes,
        Normalisation normalisation,
        String start,
        Map<String, String> configuration,
        Map<String, Long> data,
        Map<Part, Split.Count> counts,
        int bestEpoch,
        List<EpochRecord> epochs,
        Optional<Evaluation> evaluation) {

    /** Weights that began at random. */
    public static final String RANDOM = "random";

    private static final Pattern ANCESTOR = Pattern.compile("model ([a-z][a-z0-9_-]*/\\d{1,9})");

    /** Cards of the time before a training could begin with other weights say nothing of them. */
    public ModelCard {
        start = start == null ? RANDOM : start;
    }

    /**
     * What the training does not know of itself.
     *
     * @param name of the model
     * @param created when training ended
     * @param codeVersion of HavenLake
     * @param configuration what was in force, key by key
     * @param data version of each table that was read
     */
    public record Context(
            String name,
            Instant created,
            String codeVersion,
            Map<String, String> configuration,
            Map<String, Long> data) {}

    /** The card of a training, not stored yet. */
    public static ModelCard of(TrainingResult result, Context context) {
        Network network = result.architecture().network();
        return new ModelCard(
                context.name(),
                0,
                context.created(),
                context.codeVersion(),
                result.engine(),
                result.threads(),
                network.kind().toString(),
                network.dropout(),
                result.architecture().input(),
                result.classes(),
                result.normalisation(),
                result.start(),
                context.configuration(),
                context.data(),
                result.counts(),
                result.bestEpoch(),
                result.epochs(),
                result.evaluation());
    }

    /** What was measured when the weights that are kept were found; nothing where nothing was trained. */
    public Optional<EpochRecord> kept() {
        return epochs.stream().filter(EpochRecord::best).reduce((earlier, later) -> later);
    }

    /** The model of the home, as {@code name/version}, whose weights this one began with. */
    public Optional<String> ancestor() {
        Matcher model = ANCESTOR.matcher(start);
        return model.matches() ? Optional.of(model.group(1)) : Optional.empty();
    }

    /** What a further evaluation of the model needs of its training. */
    public Evaluation.Beside beside() {
        int majority = Classes.majority(classes, counts.get(Part.TRAINING).classes());
        return new Evaluation.Beside(majority, evaluation.map(Chosen::before).orElse(Chosen.NONE), Map.of());
    }

    /** Whether the stored file itself is what says its layers. */
    boolean ofFile() {
        return model.equals(Network.Kind.FILE.toString());
    }

    /** What fixes the order of the model's parameters. */
    Architecture architecture(ModelFile file) {
        Network network = ofFile() ? Network.of(file) : Network.named(model).withDropout(dropout);
        return new Architecture(network, input, classes.size());
    }

    ModelCard withVersion(int stored) {
        return new ModelCard(
                name,
                stored,
                created,
                codeVersion,
                engine,
                threads,
                model,
                dropout,
                input,
                classes,
                normalisation,
                start,
                configuration,
                data,
                counts,
                bestEpoch,
                epochs,
                evaluation);
    }
}
