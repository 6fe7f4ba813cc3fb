package eu.havenlake.jobs.lifecycle;

import eu.havenlake.features.cohort.FeatureSettings;
import eu.havenlake.features.image.ImageSettings;
import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.features.tabular.DonorFeatures;
import eu.havenlake.features.tabular.TabularModel;
import eu.havenlake.features.tabular.TabularResult;
import eu.havenlake.ingest.bronze.AcceptedLoss;
import eu.havenlake.ingest.bronze.Replay;
import eu.havenlake.ingest.bronze.Reset;
import eu.havenlake.ingest.bronze.Selection;
import eu.havenlake.ingest.bronze.Waiting;
import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Curator;
import eu.havenlake.ingest.curation.WhenEmpty;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.operation.Reconciliation;
import eu.havenlake.jobs.report.EventFile;
import eu.havenlake.jobs.report.Report;
import eu.havenlake.jobs.report.ReportData;
import eu.havenlake.jobs.report.ReportData.Head;
import eu.havenlake.jobs.report.ReportData.TrainedModel;
import eu.havenlake.jobs.report.ReportReader;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.run.StageRunner;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.TableLogs;
import eu.havenlake.lake.upkeep.Upkeep;
import eu.havenlake.training.engine.cluster.EngineSource;
import eu.havenlake.training.engine.cluster.IsolatedEngine;
import eu.havenlake.training.engine.cluster.MemoryPlan;
import eu.havenlake.training.engine.cluster.ShippedEngine;
import eu.havenlake.training.engine.cluster.TrainingJob;
import eu.havenlake.training.engine.cluster.TrainingProgress;
import eu.havenlake.training.engine.cluster.TrainingResult;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.ModelRegistry;
import eu.havenlake.training.engine.registry.Predictor;
import eu.havenlake.training.engine.registry.Validation;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The stages of the research data life cycle, from collect to analyse, one method each. */
public final class LifeCycle {
    private final Workplace place;

    public LifeCycle(Workplace place) {
        this.place = place;
    }

    /** Sources → bronze, leaving out those that this home has taken in already, and checks that all arrived. */
    public void takeIn(List<Source> sources) {
        TakenIn taken = new TakenIn(place.lake(), place.distribution().version());
        List<TakenIn.Found> found = taken.find(sources);
        List<TakenIn.Found> fresh = taken.fresh(found);
        found.stream()
                .filter(each -> !fresh.contains(each))
                .forEach(each -> place.say(each.source().label() + ": unchanged since an earlier run took them in"));
        Optional<RunRecord> collected = Optional.of(fresh)
                .filter(some -> !some.isEmpty())
                .map(some -> collect(some.stream().map(TakenIn.Found::source).toList()));
        ingest();
        collected.ifPresent(this::reconcile);
        taken.keep(fresh, place.run(), place.clock().instant());
    }

    /** Sends all records of the sources to Kafka, and their pixels to the object store. */
    public RunRecord collect(List<Source> sources) {
        return stage("collect", Optional.empty(), () -> new Sending(place).send(sources));
    }

    /** Kafka → bronze. */
    public RunRecord ingest() {
        return ingest(AcceptedLoss.NONE);
    }

    /**
     * Whether an ingest would find nothing to do: the last one ended well, this home sent nothing since it began, and
     * bronze has all that Kafka holds. It is told without Spark, so that a scheduler may ask often.
     */
    public boolean hasNothingToIngest() {
        TableLogs logs = new TableLogs(place.home().lakeUri());
        return toldBy(() -> RunLog.endedWellAndLast("ingest", Set.of("collect", "reset"), logs))
                && Arrays.stream(Topic.values()).allMatch(topic -> {
                    Kafka.Partitions partitions = place.kafka().partitions(topic);
                    return toldBy(() -> Waiting.isNothing(logs, topic, partitions));
                });
    }

    /** Logs that cannot be read tell nothing: the ingest itself mends them, or says what is wrong. */
    private static boolean toldBy(BooleanSupplier logs) {
        try {
            return logs.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Kafka → bronze, also where records are gone from Kafka. */
    public RunRecord ingest(AcceptedLoss accepted) {
        return stage("ingest", Optional.empty(), () -> new IngestRounds(place).once(accepted));
    }

    /** Kafka → bronze, again and again until it is asked to stop. */
    public RunRecord ingestUntil(StopSignal stop, Duration pause) {
        return stage("ingest", Optional.empty(), () -> new IngestRounds(place).until(stop, pause));
    }

    /**
     * Says what this run sent and what bronze has of it.
     *
     * @throws HavenException if they differ
     */
    public void reconcile(RunRecord collected) {
        place.runs().flush();
        List<Reconciliation.Sent> all = new Reconciliation(place.lake())
                .between(collected.at().minus(Topic.RETENTION), place.clock().instant()).stream()
                        .filter(sent -> sent.run().equals(place.run()))
                        .toList();
        IngestRounds.refuse(all.stream().filter(each -> !each.agrees()).toList());
        long sent = all.stream().mapToLong(Reconciliation.Sent::sent).sum();
        long landed = all.stream().mapToLong(Reconciliation.Sent::landed).sum();
        place.say("  %,d records sent = %,d in bronze".formatted(sent, landed));
    }

    /** Tries records in quarantine again. */
    public RunRecord replay(Selection selection) {
        return stage(
                "replay",
                Optional.empty(),
                () -> new Replay(
                                place.lake(),
                                place.claims(),
                                place.distribution().version(),
                                place.run(),
                                place.clock())
                        .commit(selection));
    }

    /** Begins a topic anew that was deleted and made again. */
    public RunRecord reset(Reset reset) {
        return stage("reset", Optional.empty(), reset::commit);
    }

    /** Puts the files of every table in order. */
    public RunRecord maintain() {
        return stage("maintain", Optional.empty(), () -> new Upkeep(place.lake()).maintain(place::say));
    }

    /** Bronze → silver, decisions first: they say what else may pass. */
    public List<RunRecord> curate() {
        return curate(WhenEmpty.FAIL);
    }

    /**
     * The same.
     *
     * @throws HavenException if a table could not be curated; by then all others were
     */
    public List<RunRecord> curate(WhenEmpty whenEmpty) {
        List<RunRecord> records = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (Curator curator = new Curator(
                place.lake(),
                place.runs(),
                place.pseudonyms(),
                place.clock(),
                place.distribution().version(),
                place.run())) {
            for (Curation curation : Curations.all()) {
                try {
                    curator.todo(curation)
                            .map(todo ->
                                    stage(curation.stage(), Optional.empty(), () -> curator.curate(todo, whenEmpty)))
                            .ifPresent(records::add);
                } catch (HavenException e) {
                    failures.add(e.getMessage());
                    if (curation.silver().category().isEmpty()) {
                        // No table depends on another, but all on the decisions.
                        break;
                    }
                }
            }
        }
        place.runs().flush();
        if (!failures.isEmpty()) {
            throw new HavenException(String.join("\n", failures));
        }
        return records;
    }

    /** Silver → the gold tables that a study may have. */
    public void features(StudyFile study) {
        if (study.study().categories().contains(Category.IMAGING)) {
            imageFeatures(study);
        }
        if (study.study().categories().contains(Category.CLINICAL)) {
            FeatureSettings settings = place.settings().features(study);
            stage(
                    "features." + study.study().id() + ".donors",
                    Optional.of(study),
                    () -> DonorFeatures.build(place.lakeOf(study), settings));
        }
    }

    private RunRecord imageFeatures(StudyFile study) {
        ImageSettings settings = place.settings().image(study);
        ImageTensors.Columns columns = place.settings().imageColumns(study);
        return stage(
                "features." + study.study().id() + ".images",
                Optional.of(study),
                () -> ImageTensors.build(
                        place.lakeOf(study), place.home().objects().toUri(), settings, columns));
    }

    /** Trains the models that a study may have. */
    public List<ModelCard> models(StudyFile study) {
        return study.study().categories().contains(Category.IMAGING) ? List.of(train(study)) : List.of();
    }

    /** How well a study's outcome can be told from its donors' features; nothing where the study has none. */
    public Optional<TabularResult> outcome(StudyFile study) {
        if (!study.study().categories().contains(Category.CLINICAL)) {
            return Optional.empty();
        }
        List<TabularResult> results = new ArrayList<>();
        stage("outcome." + study.study().id(), Optional.of(study), () -> {
            TabularResult result =
                    TabularModel.evaluate(place.lakeOf(study), place.settings().outcome(study));
            results.add(result);
            return new Outcome(Map.of(), Map.of(), Map.of("donors", (long) result.donors(), "with outcome", (long)
                    result.positives()));
        });
        return Optional.of(results.getFirst());
    }

    /** Writes the HTML report of the home as it is now. */
    public Path report() {
        place.runs().flush();
        HeldOut heldOut = new HeldOut(place.lake());
        ModelRegistry registry = registry();
        List<TrainedModel> models = registry.newest().stream()
                .map(card -> new TrainedModel(card, registry.validations(card), heldOut.samples(card)))
                .toList();
        Head head = new Head(
                "HavenLake", place.clock().instant(), place.distribution().version(), place.run());
        ReportData data = new ReportReader(place.lake(), place.pseudonyms())
                .read(
                        head,
                        models,
                        OutcomeReport.all(place.lake(), place.settings().studies()));
        return Report.write(place.home().reports().resolve(place.run() + ".html"), data);
    }

    /** Image tensors → a model in the registry, with its figures on held-out donors. */
    public ModelCard train(StudyFile study) {
        return train(study, TrainingJob::run);
    }

    /** The same, from the newest checkpoint of a training that was interrupted. */
    public ModelCard resume(StudyFile study) {
        return train(study, (job, tensors, start, progress) -> job.resume(tensors, progress));
    }

    /** What each worker of a study's training will need. */
    public MemoryPlan plan(StudyFile study) {
        TrainingSettings settings = place.settings().training(study);
        StudyLake lake = place.lakeOf(study);
        var tensors = ImageTensors.IMAGE_TENSOR.of(study.study().id());
        Engine engine = LocalEngine.of(settings);
        Network network = new FirstWeights(registry(), settings, engine).network();
        return job(study, settings, network, new IsolatedEngine(settings.engineJars()))
                .plan(lake.read(tensors), engine);
    }

    private TrainingJob job(StudyFile study, TrainingSettings settings, Network network, EngineSource engine) {
        Table tensors = ImageTensors.IMAGE_TENSOR.of(study.study().id());
        return new TrainingJob(
                settings,
                network,
                engine,
                place.home()
                        .checkpoints()
                        .resolve("train")
                        .resolve(study.study().id())
                        .toUri()
                        .toString(),
                "version " + place.lake().version(tensors));
    }

    private interface Begin {
        TrainingResult begin(
                TrainingJob job, Dataset<Row> tensors, TrainingJob.Beginning start, TrainingProgress progress);
    }

    private ModelCard train(StudyFile study, Begin begin) {
        String id = study.study().id();
        TrainingSettings settings = place.settings().training(study);
        StudyLake lake = place.lakeOf(study);
        var tensors = ImageTensors.IMAGE_TENSOR.of(id);
        // Needed at the end, to store the model: a machine that cannot run it is to say so now.
        Engine engine = LocalEngine.of(settings);
        FirstWeights first = new FirstWeights(registry(), settings, engine);
        TrainingJob job = job(
                study,
                settings,
                first.network(),
                ShippedEngine.of(place.lake().session().sparkContext(), settings.engineJars()));
        List<ModelCard> stored = new ArrayList<>();
        stage("train." + id, Optional.of(study), () -> {
            Map<String, Long> data = Map.of(tensors.qualifiedName(), lake.version(tensors));
            EventFile curves = EventFile.begin(place.home().curves().resolve(id).resolve(place.run()), place.clock());
            TrainingResult result =
                    begin.begin(job, lake.read(tensors), first::of, new TrainingLines(place::say, curves));
            ModelCard card = ModelCard.of(
                    result,
                    new ModelCard.Context(
                            id,
                            place.clock().instant(),
                            place.distribution().version(),
                            place.settings().values(Optional.of(study)),
                            data));
            HeldOut.store(lake, result.test());
            stored.add(registry().save(card, result.architecture(), result.weights(), engine));
            Learnt.store(lake, stored.getFirst());
            job.forget(place.lake().session().sparkContext());
            return new Outcome(data, Map.of(), Map.of("epochs", (long)
                    result.epochs().getLast().epoch()));
        });
        return stored.getFirst();
    }

    /** The models of this home. */
    public ModelRegistry registry() {
        Lake lake = place.lake();
        return new ModelRegistry(
                place.home().models().toUri().toString(),
                lake.session().sparkContext().hadoopConfiguration());
    }

    /** A stored model, ready to be asked. */
    public Predictor predictor(ModelCard card) {
        TrainingSettings settings = place.settings().training(StudyFile.NONE);
        return registry().open(card, LocalEngine.of(settings));
    }

    /** A stored model, judged by the images of a study that it has learnt nothing of. */
    public Validation validate(ModelCard card, StudyFile study) {
        ExternalValidation external = new ExternalValidation(place, registry(), card);
        List<Validation> validations = new ArrayList<>();
        stage("evaluate." + study.study().id(), Optional.of(study), () -> external.run(study, validations::add));
        return validations.getFirst();
    }

    /** Writes a stored model's weights as a file that other frameworks read. */
    public void export(ModelCard card, Path file) {
        Engine engine = LocalEngine.of(place.settings().training(StudyFile.NONE));
        WeightsFile.write(
                card, registry().weights(card, engine), engine.layout(registry().architecture(card)), file);
    }

    private RunRecord stage(String name, Optional<StudyFile> study, StageRunner.Work work) {
        place.say(name);
        RunRecord record = place.stages(study).run(name, work);
        place.say(
                "  %s%s(%.1f s)".formatted(record.summary(), record.summary().isEmpty() ? "" : " ", record.seconds()));
        return record;
    }
}
