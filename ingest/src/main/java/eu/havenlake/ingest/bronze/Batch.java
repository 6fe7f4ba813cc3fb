package eu.havenlake.ingest.bronze;

import com.fasterxml.jackson.databind.JsonNode;
import eu.havenlake.ingest.contract.Kafka;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.table.SparkRows;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Some ranges of a topic on their way to bronze: a task for each reads it from Kafka and makes its rows. What Kafka gave
 * is counted apart from what the files say they hold, and both must agree before anything is committed.
 */
final class Batch {
    private final Topic topic;
    private final List<OffsetRange> ranges;
    private final CollectionAccumulator<Tally> tallies;
    private final Dataset<Row> rows;
    private final long began = System.nanoTime();

    /**
     * @param kafka where the topic is
     */
    Batch(SparkSession spark, Topic topic, List<OffsetRange> ranges, Kafka kafka, RecordDecoder decoder) {
        this.topic = topic;
        this.ranges = ranges;
        this.tallies = spark.sparkContext().collectionAccumulator("read from " + topic.label());
        BronzeRow row = new BronzeRow(decoder, kafka.claims(), topic.bronze().schema());
        this.rows = SparkRows.dataset(
                spark,
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(ranges, ranges.size())
                        .mapPartitions(new TakeRange(kafka.clientOptions(), row, tallies)),
                topic.bronze().schema());
    }

    /** Its rows of bronze. */
    Dataset<Row> rows() {
        return rows;
    }

    /**
     * Compares what Kafka gave with what the files hold.
     *
     * @throws HavenException if they differ, or the files do not tell
     */
    BatchNote reconcile(List<JsonNode> files, String version, String run) {
        Map<Integer, Long> written = PartitionCount.of(files)
                .orElseThrow(() -> new HavenException(
                        "Cannot prove that bronze has all of a batch of %s: its files have no statistics. Remove spark.databricks.delta.stats.collect from the settings under spark { }."
                                .formatted(topic.label())))
                .stream()
                .collect(Collectors.toMap(PartitionCount::partition, PartitionCount::records));
        Map<Integer, Tally> read =
                tallies.value().stream().collect(Collectors.toMap(Tally::partition, Function.identity()));
        return new BatchNote(
                version,
                run,
                (System.nanoTime() - began) / 1e9,
                ranges.stream()
                        .map(range -> part(range, read, written.getOrDefault(range.partition(), 0L)))
                        .toList());
    }

    private BatchNote.Part part(OffsetRange range, Map<Integer, Tally> read, long written) {
        Tally tally = read.getOrDefault(range.partition(), new Tally(range.partition()));
        if (tally.records() != written) {
            throw new HavenException(
                    "Cannot take in topic %s: of partition %d, offsets %,d to %,d, Kafka gave %,d records, but the files for bronze hold %,d. Nothing was committed; run haven ingest again, and report it if it stays."
                            .formatted(
                                    topic.label(),
                                    range.partition(),
                                    range.from(),
                                    range.until() - 1,
                                    tally.records(),
                                    written));
        }
        return new BatchNote.Part(range.partition(), range.from(), range.until(), tally.records(), tally.runs());
    }
}
