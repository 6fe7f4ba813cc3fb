package eu.havenlake.tests.bench;

import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.Lanes;
import eu.havenlake.training.engine.exchange.Address;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.exchange.Transport;
import eu.havenlake.training.engine.loader.EngineLoader;
import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.settings.Wire;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Trainer;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Replica;
import eu.havenlake.training.spi.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.network.sasl.SecretKeyHolder;

/**
 * A process that trains on one core, alone or with one peer: {@link Workers} starts it and tells it on its
 * standard input what to do.
 */
final class BenchWorker {
    private static final int CLASSES = 5;

    private final Load load;
    private final Replica replica;
    private final Exchange exchange;

    private BenchWorker(Load load, Replica replica, Exchange exchange) {
        this.load = load;
        this.replica = replica;
        this.exchange = exchange;
    }

    /**
     * What a worker trains.
     *
     * @param model name of the network
     * @param side of the images in pixels
     * @param images of a worker in a step
     * @param passes in which it goes through them
     */
    record Load(String model, int side, int images, int passes) {
        List<String> arguments() {
            return List.of(model, String.valueOf(side), String.valueOf(images), String.valueOf(passes));
        }

        static Load of(List<String> words) {
            return new Load(
                    words.get(0),
                    Integer.parseInt(words.get(1)),
                    Integer.parseInt(words.get(2)),
                    Integer.parseInt(words.get(3)));
        }

        Shape shape() {
            return new Shape(side < 32 ? 1 : 3, side, side);
        }

        TrainingSettings settings(int workers) {
            return new Settings(
                            Path.of(System.getProperty("haven.dist"), "conf"),
                            Optional.empty(),
                            Map.of(
                                    "training.model",
                                    model,
                                    "training.batch",
                                    String.valueOf(images * workers),
                                    "training.micro-batches",
                                    String.valueOf(passes),
                                    "training.epochs",
                                    "1",
                                    "training.patience",
                                    "0"))
                    .training(StudyFile.NONE);
        }
    }

    /**
     * Runs until its input ends.
     *
     * @param arguments number of this worker, {@code alone}, {@code plain}, {@code encrypted} or {@code encrypted16} (gradients
     *     of 16 bits), then those of the load
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int worker = Integer.parseInt(arguments[0]);
        Load load = Load.of(List.of(arguments).subList(2, 6));
        Replica replica = EngineLoader.open(Path.of(System.getProperty("haven.dist"), "jars-bigdl"), 1)
                .build(
                        new Architecture(load.settings(1).network(ModelFile.NONE), load.shape(), CLASSES),
                        load.images() / load.passes(),
                        1);
        try (replica;
                Exchange exchange = exchange(arguments[1], worker, in, out)) {
            BenchWorker self = new BenchWorker(load, replica, exchange);
            warmUp(exchange, replica.parameterCount());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(self.train(Integer.parseInt(line)));
            }
        }
    }

    /** Else the first hundred steps would be measured, in which Java compiles the exchange: a training has thousands. */
    private static void warmUp(Exchange exchange, int parameters) {
        float[] values = new float[parameters];
        for (int step = 0; step < 100 && exchange.workers() > 1; step++) {
            var unused = exchange.average(values, 1);
            exchange.share(values);
        }
    }

    private static Exchange exchange(String kind, int worker, BufferedReader in, PrintStream out) throws IOException {
        if (kind.equals("alone")) {
            out.println(0);
            return Exchange.alone();
        }
        SparkConf conf = new SparkConf(false);
        if (kind.startsWith("encrypted")) {
            conf.set("spark.authenticate", "true").set("spark.network.crypto.enabled", "true");
        }
        Transport transport = Transport.open(conf, new Secret(), Optional.empty(), "bench", "127.0.0.1");
        out.println(transport.port());
        List<Address> addresses = new ArrayList<>();
        for (String port : in.readLine().split(" ")) {
            addresses.add(new Address(addresses.size(), "127.0.0.1", Integer.parseInt(port), "e" + addresses.size()));
        }
        Wire wire = kind.endsWith("16") ? Wire.BFLOAT16 : Wire.FLOAT32;
        return transport.join(worker, addresses, wire, Duration.ofSeconds(60));
    }

    /**
     * Trains so many steps.
     *
     * @return between blanks: seconds, seconds of the processor, share of the exchange, in kB the greatest resident set so
     *     far and the present one
     */
    private String train(int steps) {
        TrainingSettings settings = load.settings(exchange.workers());
        int all = steps * load.images() * exchange.workers();
        Lanes lanes = Lanes.of(all, settings.batch(), settings.seed());
        Trainer trainer = new Trainer(replica, images(lanes), lanes, exchange, settings);
        List<EpochRecord> epochs = new ArrayList<>();
        long start = System.nanoTime();
        long cpu = cpu();
        int unused = trainer.train(Optional.empty(), epochs::add);
        return (System.nanoTime() - start) / 1e9 + " " + (cpu() - cpu) / 1e9 + " "
                + epochs.getFirst().pace().exchange() + " " + PeakMemory.kilobytes() + " " + PeakMemory.now();
    }

    private Images images(Lanes lanes) {
        SplittableRandom random = new SplittableRandom(exchange.worker());
        return new Images(
                load.shape(),
                IntStream.range(0, lanes.images())
                        .filter(position -> lanes.worker(position, exchange.workers()) == exchange.worker())
                        .mapToObj(position -> image(position, random))
                        .toList());
    }

    private Images.Image image(int position, SplittableRandom random) {
        byte[] pixels = new byte[load.shape().size()];
        random.nextBytes(pixels);
        return new Images.Image("image" + position, "donor" + position, position % CLASSES, 1, position, pixels);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
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
