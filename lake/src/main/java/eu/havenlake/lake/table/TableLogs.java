package eu.havenlake.lake.table;

import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.TableNotFoundException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * What the tables of a lake say without a Spark session, for the few questions whose answer may be that there is nothing
 * to do: a session takes longer to open than they take.
 */
public final class TableLogs {
    private final String root;
    private final Inventory inventory;

    /**
     * @param root URI of the folder that holds {@code <database>/<table>}
     */
    public TableLogs(String root) {
        this.root = root;
        this.inventory = Inventory.of(new Configuration());
    }

    /** As {@link Lake#reached} tells it; nothing where the table was not made yet. */
    public Map<String, Long> reached(Table table, Collection<String> applications) {
        try {
            return inventory.reached(location(table), applications);
        } catch (TableNotFoundException e) {
            return Map.of();
        }
    }

    /** The newest version of the table; -1 where it was not made yet. */
    public long version(Table table) {
        try {
            return inventory.version(location(table));
        } catch (TableNotFoundException e) {
            return -1;
        }
    }

    /**
     * What {@code read} makes of each row of a table of few rows; nothing where it was not made yet.
     *
     * @param columns those that the row is to have, in their order
     */
    public <T> List<T> rows(Table table, List<String> columns, Function<Row, T> read) {
        try {
            return inventory.rows(table.qualifiedName(), location(table), columns, read);
        } catch (TableNotFoundException e) {
            return List.of();
        }
    }

    private String location(Table table) {
        return Catalogue.location(root, table.qualifiedName());
    }
}
