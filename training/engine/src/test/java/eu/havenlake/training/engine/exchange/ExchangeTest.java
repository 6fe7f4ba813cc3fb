package eu.havenlake.training.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.settings.Wire;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real connections on loopback; no Spark session. */
class ExchangeTest {
    private static final int STEPS = 3;

    /** More than a piece of 2 MiB in a slice, less than one value in a slice, small pieces, and all between. */
    @ParameterizedTest
    @CsvSource({
        "1, 10",
        "2, 1",
        "2, 7",
        "3, 2",
        "4, 1000",
        "5, 99991",
        "2, 131072",
        "2, 131073",
        "2, 2097153",
        "3, 1700000",
        "7, 11"
    })
    void everyWorkerGetsTheWeightedMeanOfAll(int workers, int length) throws Throwable {
        List<float[]> results = Crowd.open().all(workers, exchange -> steps(exchange, length));
        float[] expected = expected(workers, length);
        for (float[] result : results) {
            assertThat(result).isEqualTo(results.getFirst());
            for (int i = 0; i < length; i += Math.max(1, length / 997)) {
                assertThat(result[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 700_000})
    void encryptedItIsTheSame(int length) throws Throwable {
        List<float[]> plain = Crowd.open().all(3, exchange -> steps(exchange, length));
        List<float[]> encrypted =
                Crowd.encrypted("s3cret", "s3cret", "s3cret").all(3, exchange -> steps(exchange, length));
        assertThat(encrypted.getFirst()).isEqualTo(plain.getFirst());
    }

    @ParameterizedTest
    @CsvSource({"2, 7", "3, 1700000"})
    void gradientsOf16BitsAreRoundedAndWeightsAreNot(int workers, int length) throws Throwable {
        List<float[]> rounded = Crowd.open().wire(Wire.BFLOAT16).all(workers, exchange -> steps(exchange, length));
        List<float[]> whole = Crowd.open().all(workers, exchange -> steps(exchange, length));
        assertThat(rounded.getLast()).isEqualTo(rounded.getFirst()).isNotEqualTo(whole.getFirst());
        for (int i = 0; i < length; i += Math.max(1, length / 997)) {
            // Half of the last of 8 bits, of each of the numbers between 0 and 1 that were added up.
            assertThat(rounded.getFirst()[i]).isCloseTo(whole.getFirst()[i], within(STEPS / 512f));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3f80",
        "-2.5, c020",
        "1.00390625, 3f80", // between two, to the even one
        "1.01171875, 3f82",
        "3.4e38, 7f80", // above the greatest
        "NaN, 7fc0",
        "-Infinity, ff80",
        "1e-45, 0"
    })
    void numbersAreRoundedToTheNearest(float value, String bits) {
        assertThat(Integer.toHexString(Message.upperHalf(value) & 0xffff)).isEqualTo(bits);
    }

    @Test
    void aWorkerWithAnotherSecretIsRefused() {
        assertThatThrownBy(() -> Crowd.encrypted("s3cret", "guess").all(2, exchange -> steps(exchange, 10)))
                .isInstanceOf(LostWorker.class)
                .hasMessageContaining("Cannot reach worker 1 (127.0.0.1:")
                .hasMessageContaining("executor e1");
    }

    @Test
    void aWorkerWithoutImagesHasNoPartInTheMean() throws Throwable {
        List<float[]> results = Crowd.open().all(2, exchange -> {
            float[] values = {exchange.worker() == 0 ? 3 : Float.NaN, exchange.worker() == 0 ? 5 : Float.NaN};
            var unused = exchange.average(values, exchange.worker() == 0 ? 1 : 0);
            exchange.share(values);
            return values;
        });
        assertThat(results).allSatisfy(values -> assertThat(values).containsExactly(3, 5));
    }

    @Test
    void notesComeInTheOrderOfWorkers() throws Throwable {
        List<double[][]> notes = Crowd.open().all(3, exchange -> exchange.gather(exchange.worker(), 10));
        assertThat(notes)
                .allSatisfy(each -> assertThat(each).isDeepEqualTo(new double[][] {{0, 10}, {1, 10}, {2, 10}}));
        List<double[]> sums = Crowd.open().all(3, exchange -> exchange.sum(exchange.worker(), 10));
        assertThat(sums).allSatisfy(each -> assertThat(each).containsExactly(3, 30));
    }

    /** And is not taken for the loss of the worker, which leaves after it. */
    @RepeatedTest(10)
    void theRefusalOfOneEndsAll() {
        assertThatThrownBy(() -> Crowd.open().all(3, exchange -> {
                    if (exchange.worker() == 2) {
                        exchange.refuse("No space left. Make some.");
                        exchange.close();
                        return new double[0];
                    }
                    return exchange.sum(1);
                }))
                .isInstanceOf(HavenException.class)
                .hasMessage("No space left. Make some.");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_700_000})
    void aWorkerThatLeavesIsNamed(int length) {
        assertThatThrownBy(() -> Crowd.open().all(3, exchange -> {
                    if (exchange.worker() == 1) {
                        exchange.close();
                        return new float[0];
                    }
                    return steps(exchange, length);
                }))
                .isInstanceOf(LostWorker.class)
                .hasMessageContaining("Cannot reach worker 1");
    }

    /** It has told its note, and the others fetch pieces of what it does not give any more. */
    @RepeatedTest(5)
    void aWorkerThatLeavesWhileItsPiecesAreFetchedIsNamed() {
        assertThatThrownBy(() -> leaving(exchange -> {}))
                .isInstanceOf(LostWorker.class)
                .hasMessageContaining("Cannot reach worker 1");
    }

    @RepeatedTest(5)
    void aRefusalWhilePiecesAreFetchedIsNotTakenForALoss() {
        assertThatThrownBy(() -> leaving(exchange -> exchange.refuse("No space left. Make some.")))
                .isInstanceOf(HavenException.class)
                .hasMessage("No space left. Make some.");
    }

    /** Worker 1 goes once it has its mean, which the others cannot have: of a second one it is owed all. */
    private static void leaving(Consumer<Exchange> before) throws Throwable {
        var unused = Crowd.open().all(2, exchange -> {
            float[] values = new float[40_000_000];
            if (exchange.worker() == 0) {
                return exchange.average(values, 1);
            }
            CompletableFuture<double[][]> mean = CompletableFuture.supplyAsync(() -> exchange.average(values, 1));
            pause(Duration.ofMillis(20));
            before.accept(exchange);
            exchange.close();
            mean.handle((numbers, failure) -> numbers).join();
            return new double[0][];
        });
    }

    @Test
    void aWorkerThatOnlyComputesForLongIsWaitedFor() throws Throwable {
        List<double[]> sums = Crowd.open().patience(Duration.ofMillis(500)).all(2, exchange -> {
            if (exchange.worker() == 1) {
                pause(Duration.ofSeconds(2));
            }
            return exchange.sum(1);
        });
        assertThat(sums).allSatisfy(each -> assertThat(each).containsExactly(2));
    }

    /** A few steps as a training makes them: own gradients, their mean, a changed slice, all slices. */
    private static float[] steps(Exchange exchange, int length) {
        float[] weights = new float[length];
        SplittableRandom random = new SplittableRandom(exchange.worker());
        for (int step = 0; step < STEPS; step++) {
            float[] gradients = new float[length];
            for (int i = 0; i < length; i++) {
                gradients[i] = (float) random.nextDouble();
            }
            double[][] notes = exchange.average(gradients, exchange.worker() + 1, step);
            assertThat(notes).hasDimensions(exchange.workers(), 2);
            int from = exchange.from(length);
            for (int i = from; i < from + exchange.length(length); i++) {
                weights[i] -= gradients[i];
            }
            exchange.share(weights);
        }
        return weights;
    }

    private static float[] expected(int workers, int length) {
        double[] sums = new double[length];
        double total = workers * (workers + 1) / 2.0;
        for (int worker = 0; worker < workers; worker++) {
            SplittableRandom random = new SplittableRandom(worker);
            for (int i = 0; i < STEPS * length; i++) {
                sums[i % length] -= random.nextDouble() * (worker + 1) / total;
            }
        }
        float[] expected = new float[length];
        for (int i = 0; i < length; i++) {
            expected[i] = (float) sums[i];
        }
        return expected;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
