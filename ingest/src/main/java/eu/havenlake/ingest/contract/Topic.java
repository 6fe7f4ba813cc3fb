package eu.havenlake.ingest.contract;

import eu.havenlake.lake.table.ColumnType;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.Traits;
import java.time.Duration;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The topics, each with the one contract of its values and the bronze table that its records land in. Keys are the donor
 * id, else {@code Type/id}, so that all records of a donor keep their order; no topic is compacted.
 */
public enum Topic {
    EHR_FHIR("ehr", EhrResource.getClassSchema()),
    WEARABLE_SAMPLE("wearable", WearableSample.getClassSchema()),
    IMAGING_INSTANCE("imaging", ImagingInstance.getClassSchema()),
    CONSENT_DECISION("consent", ConsentDecision.getClassSchema());

    /** Enough for a few executors; more only helps where the brokers are many. */
    public static final int PARTITIONS = 4;
    /** The lake keeps records for good, Kafka for long enough to mend an ingest that stands still. */
    public static final Duration RETENTION = Duration.ofDays(14);

    private final Schema schema;
    private final Table bronze;

    Topic(String table, Schema schema) {
        this.schema = schema;
        this.bronze = bronze(table, schema);
    }

    /** The name in Kafka, as {@code ehr_fhir}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The contract of the values. */
    public Schema schema() {
        return schema;
    }

    /** The table with every record of the topic: where it came from, then the fields of the contract. */
    public Table bronze() {
        return bronze;
    }

    private static Table bronze(String name, Schema schema) {
        Table table = Table.bronze(name, schema.getDoc())
                .column("topic", ColumnType.STRING, "Topic of the record", Traits.notNull())
                .column("partition", ColumnType.INT, "Partition of the topic", Traits.notNull())
                .column("offset", ColumnType.LONG, "Offset in the partition", Traits.notNull())
                .column("timestamp", ColumnType.TIMESTAMP, "When the record reached Kafka", Traits.notNull())
                .column("key", ColumnType.STRING, "Key of the record")
                .column("headers", ColumnType.STRING_MAP, "Headers of the record")
                .column("raw", ColumnType.BINARY, "The value as it came, where it could not be decoded")
                .column(
                        "rescued",
                        ColumnType.STRING,
                        "Fields that the writer's schema has beyond the contract, as JSON")
                .column("fingerprint", ColumnType.LONG, "CRC-64-AVRO fingerprint of the writer's schema");
        for (Schema.Field field : schema.getFields()) {
            table = table.column(field.name(), type(field.schema()), field.doc());
        }
        return table.key("topic", "partition", "offset").clusterBy("key");
    }

    private static ColumnType type(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> ColumnType.STRING;
            case BOOLEAN -> ColumnType.BOOLEAN;
            case INT -> ColumnType.INT;
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
                        ? ColumnType.TIMESTAMP
                        : ColumnType.LONG;
            case DOUBLE -> ColumnType.DOUBLE;
            case MAP -> ColumnType.STRING_MAP;
            case ARRAY -> ColumnType.STRINGS;
            case UNION -> type(schema.getTypes().getLast());
            default -> throw new IllegalArgumentException("Contracts have no fields of type " + schema.getType());
        };
    }
}
