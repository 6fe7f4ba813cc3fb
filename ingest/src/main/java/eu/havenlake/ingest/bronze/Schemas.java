package eu.havenlake.ingest.bronze;

import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Every contract that ever wrote a record: those of this version, and those the lake remembers of earlier ones. */
final class Schemas {
    static final Table SCHEMA = Table.ops("schema", "Contracts that records were written with")
            .column("fingerprint", LONG, "CRC-64-AVRO fingerprint of the schema's canonical form")
            .column("name", STRING, "Full name of the record")
            .column("json", STRING, "The schema")
            .key("fingerprint");

    private Schemas() {}

    /** All known schemas as JSON by fingerprint; those that are new to the lake are kept there. */
    static Map<Long, String> known(Lake lake) {
        Map<Long, String> known = lake.readMap(SCHEMA, "fingerprint", "json");
        List<Row> fresh = Arrays.stream(Topic.values())
                .map(Topic::schema)
                .filter(schema -> !known.containsKey(SchemaNormalization.parsingFingerprint64(schema)))
                .map(schema -> RowFactory.create(
                        SchemaNormalization.parsingFingerprint64(schema), schema.getFullName(), schema.toString()))
                .toList();
        if (!fresh.isEmpty()) {
            lake.append(SCHEMA, lake.rows(SCHEMA, fresh).coalesce(1));
            fresh.forEach(row -> known.put(row.getLong(0), row.getString(2)));
        }
        return known;
    }
}
