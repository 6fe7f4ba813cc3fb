package eu.havenlake.lake.quality;

import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;

import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** How many rows broke each rule, run by run. */
public final class QualityTable {
    /** One row per run, table and rule. */
    public static final Table QUALITY = Table.ops("quality", "How many rows broke each rule")
            .column("at", TIMESTAMP, "When the rows were judged")
            .column("run", STRING, "Run that judged them")
            .column("table", STRING, "Table whose rule it is")
            .column("rule", STRING, "Name of the rule, as value_finite")
            .column("action", STRING, "EXPECT, DROP, QUARANTINE or FAIL")
            .column("rows", LONG, "Rows that were judged")
            .column("broken", LONG, "Rows that broke the rule");

    private QualityTable() {}

    /**
     * Keeps the counts of one judgement.
     *
     * @param broken rows that broke each rule, in the order of {@link Verdicts#names()}
     * @param judged number of rows that were judged
     */
    public static void keep(
            Lake lake, Table table, Verdicts verdicts, List<Long> broken, long judged, String run, Instant now) {
        List<String> names = verdicts.names();
        List<Row> rows = IntStream.range(0, names.size())
                .mapToObj(i -> RowFactory.create(
                        Timestamp.from(now),
                        run,
                        table.qualifiedName(),
                        names.get(i),
                        verdicts.action(names.get(i)).name(),
                        judged,
                        broken.get(i)))
                .toList();
        lake.append(QUALITY, lake.rows(QUALITY, rows).coalesce(1));
    }
}
