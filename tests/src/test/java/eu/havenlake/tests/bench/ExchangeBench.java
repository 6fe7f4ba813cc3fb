package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.training.engine.exchange.Address;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.exchange.Transport;
import eu.havenlake.training.engine.settings.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The exchange of a training (mean of the gradients, then all weights) between workers of one process on loopback, against
 * {@link Sockets} that move the same number of bytes. All workers share this machine's cores: a cluster's do not.
 */
class ExchangeBench {
    private static final long MOVED = 2_000_000_000L;
    private static final SparkConf PLAIN = new SparkConf(false);

    @TempDir
    static Path folder;

    /** A training exchanges for hours; the first hundred times, Java still compiles what it runs. */
    @BeforeAll
    static void warmUp() throws Exception {
        Load load = new Load(25, 2);
        List<Side> sides =
                List.of(new Workers(load, "plain", PLAIN), new Workers(load, "encrypted", encrypted()), new Bare(load));
        for (int round = 0; round < 10; round++) {
            for (Side side : sides) {
                Side.Work work = side.prepare(folder);
                work.run();
                assertThat(work.items()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "10, 2", "25, 2", "25, 4", "25, 8", "100, 2"})
    void plain(int millions, int workers) throws Exception {
        duel(new Load(millions, workers), "plain", 0.6, PLAIN);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "10, 2", "25, 2", "25, 4", "25, 8"})
    void encrypted(int millions, int workers) throws Exception {
        duel(new Load(millions, workers), "encrypted", 0.35, encrypted());
    }

    private static SparkConf encrypted() {
        return new SparkConf(false).set("spark.authenticate", "true").set("spark.network.crypto.enabled", "true");
    }

    /**
     * What is moved.
     *
     * @param millions of parameters
     */
    private record Load(int millions, int workers) {
        int parameters() {
            return millions * 1_000_000;
        }

        /** Kilobytes that all workers receive together in a step. */
        long kilobytes() {
            return 2L * (workers - 1) * parameters() * 4 / 1000;
        }

        int steps() {
            return (int) Math.max(3, MOVED / 1000 / kilobytes());
        }
    }

    private static void duel(Load load, String kind, double bar, SparkConf conf) throws Exception {
        String title = "Exchange, %s, %d M parameters, %d workers".formatted(kind, load.millions(), load.workers());
        Score score = new Duel(title, "kB/s", bar, 3)
                .run(
                        new Workers(load, kind, conf),
                        new Bare(load),
                        folder.resolve(kind + load.millions() + "-" + load.workers()),
                        "exchange-" + kind + "-" + load.millions() + "m-" + load.workers());
        assertThat(score.items()).isEqualTo(load.kilobytes() * load.steps());
    }

    private static void onThreads(int workers, IntConsumer work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            int own = worker;
            threads.add(Thread.ofPlatform().start(() -> work.accept(own)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private record Workers(Load load, String kind, SparkConf conf) implements Side {
        @Override
        public String name() {
            return "HavenLake, " + kind;
        }

        @Override
        public Work prepare(Path run) {
            List<Exchange> exchanges = exchanges();
            return new Work() {
                @Override
                public void run() throws InterruptedException {
                    onThreads(load.workers(), worker -> steps(exchanges.get(worker)));
                }

                @Override
                public long items() {
                    exchanges.forEach(Exchange::close);
                    return load.kilobytes() * load.steps();
                }
            };
        }

        private void steps(Exchange exchange) {
            float[] values = new float[load.parameters()];
            for (int step = 0; step < load.steps(); step++) {
                assertThat(exchange.average(values, 1)).hasNumberOfRows(load.workers());
                exchange.share(values);
            }
        }

        private List<Exchange> exchanges() {
            List<Transport> transports = new ArrayList<>();
            List<Address> addresses = new ArrayList<>();
            for (int worker = 0; worker < load.workers(); worker++) {
                transports.add(Transport.open(conf, new Secret(), Optional.empty(), "bench", "127.0.0.1"));
                addresses.add(
                        new Address(worker, "127.0.0.1", transports.get(worker).port(), "e" + worker));
            }
            List<Exchange> exchanges = new ArrayList<>();
            for (int worker = 0; worker < load.workers(); worker++) {
                exchanges.add(transports.get(worker).join(worker, addresses, Wire.FLOAT32, Duration.ofSeconds(30)));
            }
            return exchanges;
        }
    }

    private record Bare(Load load) implements Side {
        @Override
        public String name() {
            return "plain sockets";
        }

        @Override
        public Work prepare(Path run) throws Exception {
            Sockets sockets = new Sockets(load.workers());
            return new Work() {
                @Override
                public void run() throws InterruptedException {
                    onThreads(load.workers(), worker -> steps(sockets, worker));
                }

                @Override
                public long items() throws Exception {
                    sockets.close();
                    return load.kilobytes() * load.steps();
                }
            };
        }

        private void steps(Sockets sockets, int worker) {
            float[] values = new float[load.parameters()];
            for (int half = 0; half < 2 * load.steps(); half++) {
                sockets.swap(worker, values, load.parameters() / load.workers());
            }
        }
    }

    private static final class Secret implements SecretKeyHolder {
        @Override
        public String getSaslUser(String application) {
            return "bench";
        }

        @Override
        public String getSecretKey(String application) {
            return "s3cret";
        }
    }
}
