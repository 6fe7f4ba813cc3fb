package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.BronzeIngest;
import eu.havenlake.ingest.collect.Publisher;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Lake;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bronze ingest (decode by contract, headers, quarantine, accounts by partition) against a bare stream that copies the
 * same topic into a Delta table undecoded. Both read all of the topic in one {@code AvailableNow} batch with a task per
 * partition, write as many files with the session's codec, and find their tables made and empty.
 */
class IngestBench {
    private static final int RECORDS = 200_000;
    private static final Topic TOPIC = Topic.WEARABLE_SAMPLE;

    @TempDir
    static Path folder;

    private static Workplace place;

    @BeforeAll
    static void fillTheTopic() {
        place = Lakes.workplace(folder.resolve("home"));
        try (Publisher publisher = new Publisher(place.kafka(), place.run())) {
            WearableRecords.stream(RECORDS, 1).forEach(publisher::send);
            assertThat(publisher.flush()).isEqualTo(RECORDS);
        }
    }

    @AfterAll
    static void close() {
        place.close();
    }

    @Test
    void bronzeIngestAgainstBareCopy() throws Exception {
        Score score = new Duel("Kafka -> Delta, " + TOPIC.label(), "records/s", 0.7)
                .run(new Bronze(), new BareCopy(), folder, "ingest");
        assertThat(score.items()).isEqualTo(RECORDS);
    }

    private static SparkSession spark() {
        return place.lake().session();
    }

    private record Bronze() implements Side {
        @Override
        public String name() {
            return "HavenLake bronze ingest";
        }

        @Override
        public Work prepare(Path run) {
            Lake lake = Lakes.empty(spark(), run.resolve("lake"));
            BronzeIngest ingest = new BronzeIngest(
                    lake, place.kafka(), run.resolve("checkpoints"), "bench", place.run(), Clock.systemUTC());
            Outcome nothing = ingest.takeIn(List.of());
            assertThat(nothing.counts()).isEmpty();
            lake.create(TOPIC.bronze());
            return new Work() {
                @Override
                public void run() {
                    assertThat(ingest.takeIn(List.of(TOPIC)).counts()).containsEntry(TOPIC.label(), (long) RECORDS);
                }

                @Override
                public long items() {
                    return decoded(lake).count();
                }
            };
        }

        private static Dataset<Row> decoded(Lake lake) {
            return lake.read(TOPIC.bronze()).where("json IS NOT NULL AND problem IS NULL");
        }
    }

    private record BareCopy() implements Side {
        @Override
        public String name() {
            return "bare Spark copy";
        }

        @Override
        public Work prepare(Path run) {
            String table = run.resolve("copy").toUri().toString();
            Dataset<Row> topic = topic();
            spark().createDataFrame(List.<Row>of(), topic.schema())
                    .write()
                    .format("delta")
                    .save(table);
            return new Work() {
                @Override
                public void run() throws Exception {
                    copy(topic, table, run.resolve("checkpoint"));
                }

                @Override
                public long items() {
                    return spark().read().format("delta").load(table).count();
                }
            };
        }

        private static Dataset<Row> topic() {
            return spark().readStream()
                    .format("kafka")
                    .options(place.kafka().sparkOptions())
                    .option("subscribe", TOPIC.label())
                    .option("startingOffsets", "earliest")
                    .option("maxOffsetsPerTrigger", 500_000)
                    .load()
                    .selectExpr("topic", "partition", "offset", "timestamp", "key", "value");
        }

        private static void copy(Dataset<Row> topic, String table, Path checkpoint) throws Exception {
            topic.writeStream()
                    .format("delta")
                    .option("checkpointLocation", checkpoint.toUri().toString())
                    .trigger(Trigger.AvailableNow())
                    .start(table)
                    .awaitTermination();
        }
    }
}
