package eu.havenlake.ingest.bronze;

import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;

import eu.havenlake.ingest.contract.ContractHistory;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Every contract that ever wrote a record: those of this version and its history, and those the lake remembers of other
 * ones.
 */
public final class Schemas {
    /** One row per schema. */
    public static final Table SCHEMA = Table.ops("schema", "Contracts that records were written with")
            .column("fingerprint", LONG, "CRC-64-AVRO fingerprint of the schema's canonical form")
            .column("name", STRING, "Full name of the record")
            .column("json", STRING, "The schema")
            .key("fingerprint");

    private Schemas() {}

    /** All known schemas as JSON by fingerprint; those that are new to the lake are kept there. */
    static Map<Long, String> known(Lake lake) {
        Map<Long, String> known = lake.readMap(SCHEMA, "fingerprint", "json");
        Map<Long, Schema> ours = contracts();
        ours.keySet().removeAll(known.keySet());
        List<Row> fresh = ours.entrySet().stream()
                .map(each -> RowFactory.create(
                        each.getKey(),
                        each.getValue().getFullName(),
                        each.getValue().toString()))
                .toList();
        if (!fresh.isEmpty()) {
            lake.append(SCHEMA, lake.rows(SCHEMA, fresh).coalesce(1));
            fresh.forEach(row -> known.put(row.getLong(0), row.getString(2)));
        }
        return known;
    }

    /** Every version of each contract; where only their words differ, a record may be read with either. */
    private static Map<Long, Schema> contracts() {
        return Arrays.stream(Topic.values())
                .map(Topic::schema)
                .flatMap(schema -> Stream.concat(ContractHistory.of(schema).stream(), Stream.of(schema)))
                .collect(Collectors.toMap(
                        SchemaNormalization::parsingFingerprint64, Function.identity(), (earlier, later) -> later));
    }
}
