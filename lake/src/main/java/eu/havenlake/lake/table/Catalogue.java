package eu.havenlake.lake.table;

import eu.havenlake.lake.HavenException;
import io.delta.tables.DeltaTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The names of a lake's tables in a session. They live in memory only, each made when it is first asked for, so a lake
 * can be copied or moved as it is, and a command that needs two tables does not open twenty.
 *
 * @param spark session that the names are for
 * @param root URI of the folder that holds {@code <database>/<table>}
 */
record Catalogue(SparkSession spark, String root) {

    /** Whether the table was made, by this session or an earlier one. */
    boolean has(Table table) {
        if (spark.catalog().tableExists(table.qualifiedName())) {
            return true;
        }
        boolean made = DeltaTable.isDeltaTable(spark, location(table.database(), table.name()));
        if (made) {
            name(table.database(), table.name());
        }
        return made;
    }

    /** Names every table that lies in the lake. */
    void nameAll() {
        for (Path database : folders(new Path(root))) {
            for (Path table : folders(database)) {
                if (!spark.catalog().tableExists(database.getName() + "." + table.getName())
                        && DeltaTable.isDeltaTable(spark, table.toString())) {
                    name(database.getName(), table.getName());
                }
            }
        }
    }

    String location(String database, String table) {
        return root + "/" + database + "/" + table;
    }

    private void name(String database, String table) {
        spark.sql("CREATE DATABASE IF NOT EXISTS " + database);
        spark.sql("CREATE TABLE IF NOT EXISTS %s.%s USING delta LOCATION %s"
                .formatted(database, table, Sql.literal(location(database, table))));
    }

    private Iterable<Path> folders(Path folder) {
        try {
            FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
            Stream<FileStatus> found = Arrays.stream(files.listStatus(folder));
            return found.filter(FileStatus::isDirectory)
                    .map(FileStatus::getPath)
                    .sorted()::iterator;
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot list %s: %s. Check the folder's permissions.".formatted(folder, e.getMessage()), e);
        }
    }
}
