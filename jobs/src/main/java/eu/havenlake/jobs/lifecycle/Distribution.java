package eu.havenlake.jobs.lifecycle;

import eu.havenlake.lake.ConfigurationException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that HavenLake was started from: {@code haven-VERSION}.
 *
 * @param root absolute path
 */
public record Distribution(Path root) {

    /** The one named by {@code -Dhaven.dist}, or that {@code spark-submit} runs from. */
    public static Distribution current() {
        return Stream.of(System.getProperty("haven.dist"), System.getenv("HAVEN_DIST"), System.getenv("SPARK_HOME"))
                .filter(Objects::nonNull)
                .findFirst()
                .map(folder -> new Distribution(Path.of(folder).toAbsolutePath()))
                .orElseThrow(
                        () -> new ConfigurationException(
                                "Cannot find HavenLake's own folder. Start it by bin/haven, or set HAVEN_DIST to the folder haven-VERSION."));
    }

    /** Jars of the embedded broker. */
    public Path kafkaJars() {
        return root.resolve("jars-kafka");
    }

    /** Default settings and studies. */
    public Path conf() {
        return root.resolve("conf");
    }

    /** What fetches Synthea. */
    public Path syntheaPom() {
        return root.resolve("deploy/synthea/pom.xml");
    }

    /** Version of HavenLake. */
    public String version() {
        return Optional.ofNullable(Distribution.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
