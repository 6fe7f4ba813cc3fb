package eu.havenlake.lake.run;

import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.LONG_MAP;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;

import eu.havenlake.lake.table.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What one run of a stage did.
 *
 * @param run id shared by all stages of one command
 * @param stage name of the stage, as {@code curate.observation}
 * @param state how far it came
 * @param at when it came to that state
 * @param code version of HavenLake
 * @param configuration digest of the configuration in force
 * @param outcome what it read, wrote and counted
 * @param seconds how long it took; 0 while it runs
 * @param error why it failed, if it did
 */
public record RunRecord(
        String run,
        String stage,
        State state,
        Instant at,
        String code,
        String configuration,
        Outcome outcome,
        double seconds,
        Optional<String> error) {

    /** How far a run of a stage has come. */
    public enum State {
        STARTED,
        FINISHED,
        FAILED
    }

    /** One row per state that a run of a stage reached. */
    public static final Table RUN = Table.ops("run", "What every run of a stage read, wrote and counted")
            .column("run", STRING, "Id shared by all stages of one command")
            .column("stage", STRING, "Name of the stage")
            .column("state", STRING, "STARTED, FINISHED or FAILED")
            .column("at", TIMESTAMP, "When it came to that state")
            .column("code", STRING, "Version of HavenLake")
            .column("configuration", STRING, "SHA-256 of the configuration in force")
            .column("inputs", LONG_MAP, "Tables it read, with their versions")
            .column("outputs", LONG_MAP, "Tables it wrote, with their versions")
            .column("counts", LONG_MAP, "What it counted")
            .column("seconds", DOUBLE, "How long it took; 0 while it runs")
            .column("error", STRING, "Why it failed");

    Row row() {
        return RowFactory.create(
                run,
                stage,
                state.name(),
                Timestamp.from(at),
                code,
                configuration,
                CollectionConverters.asScala(outcome.inputs()),
                CollectionConverters.asScala(outcome.outputs()),
                CollectionConverters.asScala(outcome.counts()),
                seconds,
                error.orElse(null));
    }

    /** The counts in words, as {@code read 120, merged 118}. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Long> count : outcome.counts().entrySet()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(count.getKey())
                    .append(' ')
                    .append(count.getValue());
        }
        return text.toString();
    }
}
