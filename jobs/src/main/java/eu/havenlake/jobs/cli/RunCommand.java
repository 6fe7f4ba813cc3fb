package eu.havenlake.jobs.cli;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.demo.Demo;
import eu.havenlake.ingest.demo.DemoFolders;
import eu.havenlake.ingest.demo.DemoSize;
import eu.havenlake.ingest.demo.Synthea;
import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.session.Area;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole life cycle: collect, ingest, curate, features, train, report.",
            "Without a source it uses synthetic data: made once, kept in the home, used again."
        },
        footer = {
            "",
            "Example: haven run --images fundus/ --labels fundus/labels.csv --basis \"public data set, academic use\""
        })
final class RunCommand implements Callable<Integer> {
    private static final String QUICK_EPOCHS = "6";

    /** Few epochs, and plans that are run as they are: on little data, compiling them takes longer than they do. */
    private static final Map<String, String> QUICK = Map.of(
            "training.epochs", QUICK_EPOCHS,
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN");

    @ParentCommand
    private Haven haven;

    @Mixin
    private SourceOptions options;

    @Option(
            names = "--study",
            paramLabel = "ID",
            description = "Study that features and training are for. Default: the one named like the image data set")
    private Optional<String> studyId = Optional.empty();

    @Option(
            names = "--quick",
            description = {
                "A taste: 20 synthetic donors and 200 images instead of 200 and 600, " + QUICK_EPOCHS + " epochs,",
                "and query plans that Spark interprets, as little data is not worth compiling them"
            })
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the synthetic data. Default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    private long seed;

    @Override
    public Integer call() {
        List<Source> sources = options.sources();
        if (quick) {
            refuseFor(sources);
            QUICK.forEach(haven::unlessSet);
        }
        List<String> studies = studies(sources.isEmpty());
        Settings settings = haven.settings();
        studies.forEach(id -> settings.check(Optional.of(study(settings, id))));
        try (Workplace place = haven.writingWithKafka("run", Area.values())) {
            LifeCycle lifeCycle = new LifeCycle(place);
            lifeCycle.takeIn(sources.isEmpty() ? demo(place) : sources);
            lifeCycle.curate();
            studies.stream().map(id -> study(place.settings(), id)).forEach(study -> analyse(lifeCycle, study, place));
            place.say("Report: " + lifeCycle.report());
        }
        return 0;
    }

    private static void refuseFor(List<Source> sources) {
        if (!sources.isEmpty()) {
            throw new HavenException("Cannot use --quick with data of your own: it is a size of the synthetic data."
                    + " Leave it out, or shorten the training with --set training.epochs=" + QUICK_EPOCHS + ".");
        }
    }

    private static StudyFile study(Settings settings, String id) {
        return settings.study(StudyFile.idOf(id), Optional.of(id));
    }

    private static void analyse(LifeCycle lifeCycle, StudyFile study, Workplace place) {
        lifeCycle.features(study);
        lifeCycle.models(study).forEach(card -> Printing.card(card, place::say));
        lifeCycle.outcome(study).ifPresent(result -> place.say("  " + result.summary()));
    }

    private List<String> studies(boolean demo) {
        if (studyId.isPresent()) {
            return List.of(studyId.get());
        }
        return demo
                ? List.of("fundus", "outcomes")
                : options.imageDataset().stream().toList();
    }

    private List<Source> demo(Workplace place) {
        Synthea synthea = new Synthea(
                place.home().demo().resolve("synthea"), place.distribution().syntheaPom());
        DemoFolders folders =
                Demo.prepare(place.home().demo(), quick ? DemoSize.QUICK : DemoSize.FULL, seed, synthea, place::say);
        Origin donors = new Origin(Demo.DATASET, Optional.empty(), false);
        Origin retinas = new Origin(Demo.IMAGE_DATASET, Optional.empty(), false);
        return List.of(
                new Source.Consent(folders.consent()),
                new Source.Fhir(folders.fhir(), donors),
                new Source.OpenMHealth(folders.wearables(), donors),
                new Source.Images(folders.images(), folders.labels(), retinas));
    }
}
