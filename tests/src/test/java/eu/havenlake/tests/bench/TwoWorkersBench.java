package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two workers of one core each that train one network, against two that train one each, and against one by itself: the
 * same loop on the same number of images per step and worker, with and without the exchange. All five processes are there
 * from the beginning; some work while the others wait. How many rounds warm up stands in the last column but one: of
 * short steps the Java between them is what takes time, and its compiler is not done after three.
 */
class TwoWorkersBench {
    private static final int ROUNDS = 5;
    /** How much faster than one worker two shall be, by the time of the processors. */
    private static final double SPEED_UP = 1.85;

    @ParameterizedTest
    @CsvSource({
        "resnet50, 64, 128, 4, plain, 6, 3, 0.96",
        "resnet50, 64, 128, 4, encrypted, 6, 3, 0.93",
        "resnet50, 64, 32, 1, encrypted, 16, 3, 0",
        "resnet50, 64, 8, 1, encrypted, 40, 3, 0",
        "resnet50, 64, 32, 1, encrypted16, 16, 3, 0",
        "lenet5, 28, 128, 1, encrypted, 300, 6, 0.90"
    })
    void trainOneNetwork(String model, int side, int images, int passes, String kind, int steps, int warmUp, double bar)
            throws IOException {
        BenchWorker.Load load = new BenchWorker.Load(model, side, images, passes);
        String name = "%s %dx%2$d, %d images a step and worker, %s".formatted(model, side, images, kind);
        try (Workers together = Workers.start(load, kind, 2);
                Workers apart = Workers.start(load, "alone", 2);
                Workers single = Workers.start(load, "alone", 1)) {
            Score.Column ours = new Score.Column("one network, " + kind);
            Score.Column theirs = new Score.Column("two networks");
            Score.Column one = new Score.Column("one worker");
            double share = 0;
            for (int round = -warmUp; round < ROUNDS; round++) {
                Workers.Result shared = together.train(steps);
                Workers.Result own = apart.train(steps);
                Workers.Result alone = single.train(steps);
                if (round >= 0) {
                    share = shared.exchange();
                    ours.add(shared.run(2L * steps * images));
                    theirs.add(own.run(2L * steps * images));
                    one.add(alone.run((long) steps * images));
                }
            }
            Duel duel = new Duel("Two workers, " + name, "images/s", bar, ROUNDS);
            Score score = new Score(duel, 2L * steps * images, ours, theirs);
            publish(
                    score.table()
                            + speedUp(ours, one, bar)
                            + String.format(Locale.ROOT, "share of the exchange %.2f%n", share),
                    name);
            assertThat(share).isBetween(0.0, 1.0);
        }
    }

    /** How many images two workers do in the time of one: they do twice as many in a run, and both their times are added. */
    private static String speedUp(Score.Column two, Score.Column one, double bar) {
        double ratio = 4 * one.cpu() / two.cpu();
        return String.format(
                Locale.ROOT,
                "against one worker by itself %.2f by CPU time per image%s; by the clock %.2f%n",
                ratio,
                bar == 0 ? "" : ", bar >= " + SPEED_UP + (ratio >= SPEED_UP ? ": met" : ": missed"),
                2 * one.median() / two.median());
    }

    private static void publish(String table, String name) throws IOException {
        System.out.printf("%n%s%n", table);
        Path results = Files.createDirectories(Path.of(System.getProperty("haven.bench", "target/bench")));
        Files.writeString(results.resolve("two-workers-" + name.replaceAll("[^a-z0-9]+", "-") + ".txt"), table);
    }
}
