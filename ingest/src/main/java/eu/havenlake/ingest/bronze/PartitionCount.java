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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What a batch brought of one partition.
 *
 * @param partition of the topic
 * @param records that bronze took
 * @param quarantined those of them that could not be read
 * @param first least offset
 * @param last greatest offset
 */
record PartitionCount(int partition, long records, long quarantined, long first, long last) {

    /**
     * By the statistics of the files of a commit, which the writer counts as it writes: nothing has to be read back. Empty
     * where a file does not tell, or has records of several partitions.
     */
    static Optional<List<PartitionCount>> of(List<JsonNode> files) {
        List<PartitionCount> counts = new ArrayList<>();
        for (JsonNode file : files) {
            JsonNode least = file.path("minValues");
            JsonNode greatest = file.path("maxValues");
            JsonNode readable = file.at("/nullCount/problem");
            if (!readable.isNumber()
                    || !greatest.path("offset").isNumber()
                    || !least.path("partition").equals(greatest.path("partition"))) {
                return Optional.empty();
            }
            long records = file.path("numRecords").asLong();
            counts.add(new PartitionCount(
                    least.path("partition").asInt(),
                    records,
                    records - readable.asLong(),
                    least.path("offset").asLong(),
                    greatest.path("offset").asLong()));
        }
        return apart(counts) ? Optional.of(counts) : Optional.empty();
    }

    /** Whether no partition is there twice: with more files than partitions, the rows have to be asked. */
    private static boolean apart(List<PartitionCount> counts) {
        return counts.stream().map(PartitionCount::partition).distinct().count() == counts.size();
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
