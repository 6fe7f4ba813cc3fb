package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.lifecycle.Distribution;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.session.Home;
import eu.havenlake.lake.table.Lake;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the benchmarks share with each other: HavenLake as its users have it, and a lake to start from. */
final class Lakes {
    private Lakes() {}

    /**
     * A home with the default settings, whose topics take records. A partition that is still on its way up when the first
     * records come may take later ones before them and then refuse those for good (KAFKA-15591), so each is asked first.
     */
    static Workplace workplace(Path home) {
        Workplace place = Workplace.forWriting(
                new Home(home),
                settings(Map.of()),
                Distribution.current(),
                line -> System.out.println("  " + line),
                "a benchmark");
        for (Topic topic : Topic.values()) {
            assertThat(place.kafka().partitions(topic).ends()).hasSize(Topic.PARTITIONS);
        }
        return place;
    }

    /** The default settings, but for {@code changes}. */
    static Settings settings(Map<String, String> changes) {
        return new Settings(Distribution.current().conf(), Optional.empty(), changes);
    }

    /** An empty lake in {@code folder}; the tables of the one before are no longer known to the session. */
    static Lake empty(SparkSession spark, Path folder) {
        for (Row row : spark.sql("SHOW DATABASES").collectAsList()) {
            if (!row.getString(0).equals("default")) {
                spark.sql("DROP DATABASE " + row.getString(0) + " CASCADE");
            }
        }
        return new Lake(spark, folder.toUri().toString().replaceAll("/$", ""));
    }
}
