package eu.havenlake.ingest.curation;

import eu.havenlake.ingest.contract.Topic;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Bronze rows for records, as if they had come over Kafka one after the other in one partition. */
final class BronzeOf {
    static final Instant SENT = Instant.parse("2024-06-01T00:00:00Z");

    private BronzeOf() {}

    static Dataset<Row> records(SparkSession spark, Topic topic, List<? extends SpecificRecord> records) {
        return records(spark, topic, records, 0, SENT);
    }

    /** The same, from an offset on and at a time of their own. */
    static Dataset<Row> records(
            SparkSession spark, Topic topic, List<? extends SpecificRecord> records, long first, Instant sent) {
        List<Row> rows = new ArrayList<>();
        for (SpecificRecord record : records) {
            rows.add(row(topic, record, first + rows.size(), sent));
        }
        return spark.createDataFrame(rows, topic.bronze().schema().asNullable());
    }

    private static Row row(Topic topic, SpecificRecord record, long offset, Instant sent) {
        return RowFactory.create(topic.bronze().columns().stream()
                .map(column -> switch (column.name()) {
                    case "topic" -> topic.label();
                    case "partition" -> 0;
                    case "offset" -> offset;
                    case "timestamp" -> Timestamp.from(sent);
                    case "key", "headers", "raw", "rescued", "fingerprint" -> null;
                    default -> held(record, column.name());
                })
                .toArray());
    }

    private static Object held(SpecificRecord record, String field) {
        Object value = record.get(record.getSchema().getField(field).pos());
        return switch (value) {
            case Instant time -> Timestamp.from(time);
            case List<?> list -> list.toArray(String[]::new);
            case null, default -> value;
        };
    }
}
