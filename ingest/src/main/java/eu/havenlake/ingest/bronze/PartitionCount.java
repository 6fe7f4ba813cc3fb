package eu.havenlake.ingest.bronze;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import com.fasterxml.jackson.databind.JsonNode;
import eu.havenlake.ingest.contract.Topic;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What a batch, or the whole table, has of one partition.
 *
 * @param partition of the topic
 * @param records that bronze took
 * @param quarantined those of them that could not be read
 * @param first least offset
 * @param last greatest offset
 */
record PartitionCount(int partition, long records, long quarantined, long first, long last) {

    /**
     * By the statistics of files, which the writer counts as it writes: nothing has to be read back. Empty where a file
     * does not tell, or has records of several partitions.
     */
    static Optional<List<PartitionCount>> of(List<JsonNode> files) {
        Map<Integer, PartitionCount> counts = new TreeMap<>();
        for (JsonNode file : files) {
            Optional<PartitionCount> count = of(file);
            if (count.isEmpty()) {
                return Optional.empty();
            }
            counts.merge(count.get().partition, count.get(), PartitionCount::plus);
        }
        return Optional.of(List.copyOf(counts.values()));
    }

    private static Optional<PartitionCount> of(JsonNode file) {
        JsonNode least = file.path("minValues");
        JsonNode greatest = file.path("maxValues");
        JsonNode readable = file.at("/nullCount/problem");
        if (!readable.isNumber()
                || !greatest.path("offset").isNumber()
                || !least.path("partition").equals(greatest.path("partition"))) {
            return Optional.empty();
        }
        long records = file.path("numRecords").asLong();
        return Optional.of(new PartitionCount(
                least.path("partition").asInt(),
                records,
                records - readable.asLong(),
                least.path("offset").asLong(),
                greatest.path("offset").asLong()));
    }

    private PartitionCount plus(PartitionCount more) {
        return new PartitionCount(
                partition,
                records + more.records,
                quarantined + more.quarantined,
                Math.min(first, more.first),
                Math.max(last, more.last));
    }

    /** By the rows themselves. */
    static List<PartitionCount> of(Dataset<Row> bronze) {
        return bronze
                .groupBy("partition")
                .agg(count(lit(1)), count_if(col("problem").isNotNull()), min("offset"), max("offset"))
                .collectAsList()
                .stream()
                .map(row -> new PartitionCount(
                        row.getInt(0), row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .toList();
    }

    /** As {@link BronzeIngest#INGEST_BATCH} keeps it. */
    Row row(Topic topic, String query, long batch, Instant at, String run) {
        return RowFactory.create(
                topic.label(), query, batch, partition, records, quarantined, first, last, Timestamp.from(at), run);
    }
}
