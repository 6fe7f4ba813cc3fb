package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.exchange.Address;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.exchange.Transport;
import eu.havenlake.training.engine.settings.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SSLOptions;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkEnv;

/** How the workers of a barrier stage come together and part. All must call the same methods in the same order. */
final class Meeting {
    private static final String READY = "ready";
    private static final String REFUSED = "refused";
    private static final String BETWEEN = "\t";

    private final BarrierTaskContext task;
    private final int workers;

    Meeting(BarrierTaskContext task, int workers) {
        this.task = task;
        this.workers = workers;
    }

    int worker() {
        return task.partitionId();
    }

    /**
     * Says that this worker is ready, and connects it to all others.
     *
     * @throws HavenException if one of them refuses to begin
     */
    Exchange join(Wire wire, Duration patience) {
        if (workers == 1) {
            return Exchange.alone();
        }
        SparkEnv spark = SparkEnv.get();
        String host = spark.blockManager().blockManagerId().host();
        SecurityManager security = spark.securityManager();
        Transport transport = Transport.open(
                spark.conf(),
                security,
                Optional.of(security.getRpcSSLOptions()).filter(SSLOptions::enabled),
                spark.conf().getAppId(),
                host);
        try {
            String own = String.join(BETWEEN, READY, host, String.valueOf(transport.port()), spark.executorId());
            return transport.join(worker(), addresses(task.allGather(own)), wire, patience);
        } catch (Throwable e) {
            transport.close();
            throw e;
        }
    }

    /** Says, instead of {@link #join}, that this worker cannot begin. */
    void refuse(String reason) {
        if (workers > 1) {
            var unused = task.allGather(REFUSED + BETWEEN + reason);
        }
    }

    /** Waits until all are done: a worker that leaves earlier takes its answers with it. */
    void part() {
        if (workers > 1) {
            task.barrier();
        }
    }

    private static List<Address> addresses(String[] said) {
        List<Address> addresses = new ArrayList<>();
        for (String each : said) {
            String[] words = each.split(BETWEEN, 4);
            if (words[0].equals(REFUSED)) {
                throw new HavenException(each.substring(REFUSED.length() + BETWEEN.length()));
            }
            addresses.add(new Address(addresses.size(), words[1], Integer.parseInt(words[2]), words[3]));
        }
        refuseSharedExecutors(addresses);
        return addresses;
    }

    /** Each would want all the cores. Local mode has but one executor, and is for tests. */
    private static void refuseSharedExecutors(List<Address> addresses) {
        boolean local = addresses.getFirst().executor().equals("driver");
        long executors = addresses.stream().map(Address::executor).distinct().count();
        if (!local && executors < addresses.size()) {
            throw new HavenException(
                    "Cannot train: Spark put several workers on one executor ("
                            + Arrays.asList(
                                    addresses.stream().map(Address::executor).toArray())
                            + "), because the executors have different numbers of cores. Give all the same (spark.executor.cores).");
        }
    }
}
