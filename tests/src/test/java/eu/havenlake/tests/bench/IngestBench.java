package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.BronzeIngest;
import eu.havenlake.ingest.collect.Publisher;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.demo.Synthea;
import eu.havenlake.ingest.ehr.FhirSource;
import eu.havenlake.jobs.lifecycle.Distribution;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.table.Lake;
import io.delta.tables.DeltaTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bronze ingest (decode by contract, quarantine, accounts by partition) against a bare stream that copies the same
 * topic, headers included, into a Delta table undecoded. Both read all of the topic in {@code AvailableNow} batches of
 * 500,000 records with a task per partition, write as many files with the session's codec, and find their tables made
 * and empty. How the consumer fetches is each side's own: the bare stream takes Kafka's defaults.
 */
class IngestBench {
    private static final int RECORDS = 1_000_000;
    private static final int DONORS = 50;
    private static final int BATCH = 500_000;

    @TempDir
    static Path folder;

    private Workplace place;

    /** Records of about 1 kB. */
    @Test
    void ingestOfResourcesAgainstBareCopy() throws Exception {
        against(Topic.EHR_FHIR, "resources", Observations.records(RECORDS, 1), RECORDS, 0.9);
    }

    /** All that Synthea writes about donors, from a Patient to an ExplanationOfBenefit. */
    @Test
    void ingestOfSyntheasMixAgainstBareCopy() throws Exception {
        Distribution distribution = Distribution.current();
        Path donors = Files.createDirectories(folder.resolve("synthea"));
        new Synthea(folder.resolve("jars"), distribution.syntheaPom()).write(donors, DONORS, 1, System.out::println);
        try (Stream<EhrResource> read = FhirSource.read(donors, new Origin("bench", Optional.empty(), false))) {
            against(Topic.EHR_FHIR, "synthea", Crowd.of(read.toList()).limit(RECORDS / 2), RECORDS / 2, 0.9);
        }
    }

    /** Records of about 100 bytes in as many columns: the worst that decoding can meet. */
    @Test
    void ingestOfSamplesAgainstBareCopy() throws Exception {
        against(Topic.WEARABLE_SAMPLE, "samples", WearableRecords.stream(RECORDS, 1), RECORDS, 0.65);
    }

    private void against(Topic topic, String name, Stream<? extends SpecificRecord> records, int count, double bar)
            throws Exception {
        try (Workplace opened = Lakes.workplace(folder.resolve(name + "-home"))) {
            place = opened;
            fill(records, count);
            Score score = new Duel("Kafka -> Delta, " + name, "records/s", bar, 3)
                    .run(new Bronze(topic), new BareCopy(topic), folder.resolve(name), "ingest-" + name);
            assertThat(score.items()).isEqualTo(count);
        }
    }

    /** Each side made its table by its first commit; the records. */
    private static long cameInEqualBatches(long records, long version) {
        assertThat(version).as("batches").isEqualTo(Math.ceilDiv(records, BATCH));
        return records;
    }

    private void fill(Stream<? extends SpecificRecord> records, int count) {
        try (Publisher publisher = new Publisher(place.kafka(), place.run())) {
            records.forEach(publisher::send);
            assertThat(publisher.flush()).isEqualTo(count);
        }
    }

    private SparkSession spark() {
        return place.lake().session();
    }

    private final class Bronze implements Side {
        private final Topic topic;

        Bronze(Topic topic) {
            this.topic = topic;
        }

        @Override
        public String name() {
            return "HavenLake bronze ingest";
        }

        @Override
        public Work prepare(Path run) {
            Lake lake = Lakes.empty(spark(), run.resolve("lake"));
            BronzeIngest ingest = new BronzeIngest(lake, place.kafka(), "bench", place.run(), Clock.systemUTC());
            Outcome nothing = ingest.takeIn(List.of());
            assertThat(nothing.counts()).isEmpty();
            lake.create(topic.bronze());
            return new Work() {
                @Override
                public void run() {
                    assertThat(ingest.takeIn(List.of(topic)).counts()).containsKey(topic.label());
                }

                @Override
                public long items() {
                    return cameInEqualBatches(decoded(lake).count(), lake.version(topic.bronze()));
                }
            };
        }

        private Dataset<Row> decoded(Lake lake) {
            return lake.read(topic.bronze()).where("json IS NOT NULL AND problem IS NULL");
        }
    }

    private final class BareCopy implements Side {
        private final Topic topic;

        BareCopy(Topic topic) {
            this.topic = topic;
        }

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
                    DeltaTable copied = DeltaTable.forPath(spark(), table);
                    return cameInEqualBatches(
                            copied.toDF().count(), copied.history(1).first().getAs("version"));
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
                    // Spark rounds each partition's share down: what it leaves would be a batch of its own.
                    .option("maxOffsetsPerTrigger", BATCH + 2 * Topic.PARTITIONS)
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
