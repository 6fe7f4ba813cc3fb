package eu.havenlake.lake.access;

import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static org.apache.spark.sql.functions.col;

import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.TableStatus;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Gold tables made from rows that have left silver since. No study is shown rows of donors who have withdrawn, but what
 * was computed over all donors still has them in it until it is computed again.
 *
 * @param table as {@code gold_<study>.<table>}
 * @param donors how many of its donors lost rows
 * @param since when the last of them did
 */
public record StaleGold(String table, long donors, Instant since) {
    /** One row per gold table that is to be built again. */
    public static final Table STALE_GOLD = Table.ops("stale_gold", "Gold tables made from rows that have left silver")
            .column("table", STRING, "Gold table")
            .column("donors", LONG, "How many of its donors lost rows at that time")
            .column("since", TIMESTAMP, "When the last of them did")
            .key("table")
            .newestBy("since");

    private static final String GOLD = "gold_";
    private static final String DONOR = "donor";

    /** Marks the gold tables that have donors of {@code gone}, which are rows about to leave silver. */
    public static void mark(Lake lake, Dataset<Row> gone, Instant now) {
        List<TableStatus> gold = lake.tables().stream()
                .filter(table -> table.name().startsWith(GOLD))
                .toList();
        if (gold.isEmpty()) {
            return;
        }
        Dataset<Row> donors = gone.select(DONOR).distinct();
        List<Row> stale = new ArrayList<>();
        for (TableStatus table : gold) {
            Dataset<Row> rows = lake.read(table);
            if (Arrays.asList(rows.columns()).contains(DONOR)) {
                long found = rows.select(DONOR).distinct().join(donors, DONOR).count();
                if (found > 0) {
                    stale.add(RowFactory.create(table.name(), found, Timestamp.from(now)));
                }
            }
        }
        if (!stale.isEmpty()) {
            lake.upsert(STALE_GOLD, lake.rows(STALE_GOLD, stale).coalesce(1));
        }
    }

    /** The tables to be built again, by name. */
    public static List<StaleGold> of(Lake lake) {
        return lake.exists(STALE_GOLD)
                ? lake.read(STALE_GOLD).orderBy("table").collectAsList().stream()
                        .map(row -> new StaleGold(
                                row.getString(0),
                                row.getLong(1),
                                row.getTimestamp(2).toInstant()))
                        .toList()
                : List.of();
    }

    /** Forgets a table that was built again from what silver had at {@code read}. */
    static void rebuilt(Lake lake, Table gold, Instant read) {
        if (lake.exists(STALE_GOLD)) {
            Dataset<Row> mended = lake.read(STALE_GOLD)
                    .where(col("table")
                            .equalTo(gold.qualifiedName())
                            .and(col("since").leq(Timestamp.from(read))));
            if (!mended.isEmpty()) {
                lake.delete(STALE_GOLD, mended);
            }
        }
    }

    /** What is wrong, and the command that mends it. */
    public String words() {
        String study = table.substring(GOLD.length(), table.indexOf('.'));
        return "%s was made from data of %,d donors that have left silver since (%tF). Build it again: haven features --study %s"
                .formatted(table, donors, since.atOffset(ZoneOffset.UTC), study);
    }
}
