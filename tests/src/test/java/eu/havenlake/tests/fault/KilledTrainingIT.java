package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.lifecycle.Distribution;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.session.Home;
import eu.havenlake.tests.fault.HavenProcess.Ended;
import eu.havenlake.tests.journey.SmallWorld;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.ModelRegistry;
import eu.havenlake.training.engine.worker.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that trains is killed, and goes on with {@code --resume}. */
class KilledTrainingIT {
    private static final Map<String, String> SHORT = Map.of(
            "image.size", "32",
            "training.model", "lenet5",
            "training.epochs", "100",
            "training.batch", "16",
            "training.patience", "0");

    @TempDir
    private Path folder;

    private Home home;

    @Test
    void endsWithTheModelThatItWouldHaveHad() throws Exception {
        home = new Home(folder.resolve("home"));
        makeTensors();
        assertThat(train().code()).isZero();

        try (HavenProcess killed = HavenProcess.start(home.root(), arguments())) {
            killed.stopWhen(() -> Files.exists(checkpoint(20)));
            killed.kill();
        }
        assertThat(checkpoint(90)).as("it was killed on its way").doesNotExist();
        Ended resumed = train("--resume");

        assertThat(resumed.code()).as(resumed.err()).isZero();
        ModelCard whole = card(1);
        ModelCard broken = card(2);
        assertThat(losses(broken)).isEqualTo(losses(whole)).hasSize(100);
        assertThat(broken.bestEpoch()).isEqualTo(whole.bestEpoch());
        assertThat(broken.evaluation()).usingRecursiveComparison().isEqualTo(whole.evaluation());
        assertThat(checkpoint(100).getParent().getParent()).as("checkpoints").doesNotExist();
    }

    private void makeTensors() throws IOException {
        SmallWorld world = new SmallWorld(folder.resolve("data"));
        Distribution distribution = Distribution.current();
        Settings settings = new Settings(distribution.conf(), Optional.empty(), SHORT);
        try (FaultHome broker = new FaultHome(home);
                Workplace place = Workplace.forWriting(broker.home(), settings, distribution, line -> {}, "a test")) {
            LifeCycle lifeCycle = new LifeCycle(place);
            Origin origin = new Origin("sides", Optional.empty(), false);
            var unused = lifeCycle.collect(List.of(
                    new Source.Consent(world.consent()), new Source.Images(world.images(), world.labels(), origin)));
            lifeCycle.ingest();
            lifeCycle.curate();
            lifeCycle.features(settings.study("sides", Optional.of("sides")));
        }
    }

    private Ended train(String... more) throws IOException, InterruptedException {
        return HavenProcess.run(home.root(), arguments(more));
    }

    private static String[] arguments(String... more) {
        Stream<String> set = SHORT.entrySet().stream()
                .flatMap(setting -> Stream.of("--set", setting.getKey() + "=" + setting.getValue()));
        return Stream.of(set, Stream.of("train", "--study", "sides"), Stream.of(more))
                .flatMap(words -> words)
                .toArray(String[]::new);
    }

    private Path checkpoint(int evaluations) {
        return home.checkpoints().resolve("train/sides/evaluation-%06d/checkpoint.json".formatted(evaluations));
    }

    private ModelCard card(int version) {
        return new ModelRegistry(home.models().toUri().toString(), new Configuration()).card("sides/" + version);
    }

    private static List<Double> losses(ModelCard card) {
        return card.epochs().stream().map(EpochRecord::trainingLoss).toList();
    }
}
