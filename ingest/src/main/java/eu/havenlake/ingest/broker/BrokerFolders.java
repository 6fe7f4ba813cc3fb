package eu.havenlake.ingest.broker;

import java.nio.file.Path;

/**
 * Where an embedded broker keeps what it has: {@code kafka} its data and who uses it, {@code logs} its log,
 * {@code jars} the jars of Kafka 4.3, which must not meet the older Kafka client of Spark on one class path.
 */
public record BrokerFolders(Path kafka, Path logs, Path jars) {

    /** All paths absolute, so that a child process in another folder reads the same ones. */
    public BrokerFolders {
        kafka = kafka.toAbsolutePath().normalize();
        logs = logs.toAbsolutePath().normalize();
        jars = jars.toAbsolutePath().normalize();
    }

    /** The broker of one {@code --home}. */
    public static BrokerFolders under(Path home, Path jars) {
        return new BrokerFolders(home.resolve("kafka"), home.resolve("logs"), jars);
    }

    Path data() {
        return kafka.resolve("data");
    }

    Path state() {
        return kafka.resolve("broker.state");
    }

    Path settings() {
        return kafka.resolve("server.properties");
    }

    Path log() {
        return logs.resolve("broker.log");
    }

    /** What the process prints itself: nothing, unless the JVM does not come up. */
    Path output() {
        return logs.resolve("broker.out");
    }
}
