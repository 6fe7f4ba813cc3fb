package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.AcceptedLoss;
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
 * Bronze ingest (decode by contract, quarantine, accounts by partition) against a bare stream that copies the same
 * topic, headers included, into a Delta table undecoded. Both read all of the topic in {@code AvailableNow} batches of
 * 500,000 records with a task per partition, write as many files with the session's codec, and find their tables made
 * and empty. How the consumer fetches is each side's own: the bare stream takes Kafka's defaults.
 */
class IngestBench {
    private static final int RESOURCES = 1_000_000;
    private static final int SAMPLES = 1_000_000;

    @TempDir
    static Path folder;

    private static Workplace place;

    @BeforeAll
    static void fillTheTopics() {
        place = Lakes.workplace(folder.resolve("home"));
        try (Publisher publisher = new Publisher(place.kafka(), place.run())) {
            Observations.records(RESOURCES, 1).forEach(publisher::send);
            WearableRecords.stream(SAMPLES, 1).forEach(publisher::send);
            assertThat(publisher.flush()).isEqualTo(RESOURCES + SAMPLES);
        }
    }

    @AfterAll
    static void close() {
        place.close();
    }

    /** Records of about 1 kB. */
    @Test
    void ingestOfResourcesAgainstBareCopy() throws Exception {
        against(Topic.EHR_FHIR, RESOURCES);
    }

    /** Records of about 100 bytes in as many columns: the worst that decoding can meet. */
    @Test
    void ingestOfSamplesAgainstBareCopy() throws Exception {
        against(Topic.WEARABLE_SAMPLE, SAMPLES);
    }

    private static void against(Topic topic, long records) throws Exception {
        Score score = new Duel("Kafka -> Delta, " + topic.label(), "records/s", 0.9)
                .run(new Bronze(topic), new BareCopy(topic), folder.resolve(topic.label()), "ingest-" + topic.label());
        assertThat(score.items()).isEqualTo(records);
    }

    private static SparkSession spark() {
        return place.lake().session();
    }

    private record Bronze(Topic topic) implements Side {
        @Override
        public String name() {
            return "HavenLake bronze ingest";
        }

        @Override
        public Work prepare(Path run) {
            Lake lake = Lakes.empty(spark(), run.resolve("lake"));
            BronzeIngest ingest = new BronzeIngest(lake, place.kafka(), "bench", place.run(), Clock.systemUTC());
            Outcome nothing = ingest.takeIn(List.of(), AcceptedLoss.NONE);
            assertThat(nothing.counts()).isEmpty();
            lake.create(topic.bronze());
            return new Work() {
                @Override
                public void run() {
                    assertThat(ingest.takeIn(List.of(topic), AcceptedLoss.NONE).counts())
                            .containsKey(topic.label());
                }

                @Override
                public long items() {
                    return decoded(lake).count();
                }
            };
        }

        private Dataset<Row> decoded(Lake lake) {
            return lake.read(topic.bronze()).where("json IS NOT NULL AND problem IS NULL");
        }
    }

    private record BareCopy(Topic topic) implements Side {
        @Override
        public String name() {
            return "bare Spark copy";
        }

        @Override
        public Work prepare(Path run) {
            String table = run.resolve("copy").toUri().toString();
            Dataset<Row> records = records();
            spark().createDataFrame(List.<Row>of(), records.schema())
                    .write()
                    .format("delta")
                    .save(table);
            return new Work() {
                @Override
                public void run() throws Exception {
                    copy(records, table, run.resolve("checkpoint"));
                }

                @Override
                public long items() {
                    return spark().read().format("delta").load(table).count();
                }
            };
        }

        private Dataset<Row> records() {
            return spark().readStream()
                    .format("kafka")
                    .option("kafka.bootstrap.servers", place.kafka().bootstrap())
                    .option("subscribe", topic.label())
                    .option("startingOffsets", "earliest")
                    .option("includeHeaders", "true")
                    .option("maxOffsetsPerTrigger", 500_000)
                    .load()
                    .selectExpr("topic", "partition", "offset", "timestamp", "key", "headers", "value");
        }

        private static void copy(Dataset<Row> records, String table, Path checkpoint) throws Exception {
            records.writeStream()
                    .format("delta")
                    .option("checkpointLocation", checkpoint.toUri().toString())
                    .trigger(Trigger.AvailableNow())
                    .start(table)
                    .awaitTermination();
        }
    }
}
