package eu.havenlake.lake.table;

import eu.havenlake.lake.HavenException;
import io.delta.tables.DeltaTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
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
        String name = table.qualifiedName();
        if (spark.catalog().tableExists(name)) {
            return true;
        }
        boolean made = DeltaTable.isDeltaTable(spark, location(name));
        if (made) {
            name(name);
        }
        return made;
    }

    /** Every table that lies in the lake, as {@code silver.patient}, in order. */
    List<String> all() {
        List<String> tables = new ArrayList<>();
        for (Path database : folders(new Path(root))) {
            for (Path table : folders(database)) {
                if (DeltaTable.isDeltaTable(spark, table.toString())) {
                    tables.add(database.getName() + "." + table.getName());
                }
            }
        }
        return tables;
    }

    /** Names every table that lies in the lake. */
    void nameAll() {
        all().stream().filter(table -> !spark.catalog().tableExists(table)).forEach(this::name);
    }

    /** Where a table lies, made or not. */
    String location(String table) {
        return root + "/" + table.replace('.', '/');
    }

    private void name(String table) {
        spark.sql("CREATE DATABASE IF NOT EXISTS " + table.substring(0, table.indexOf('.')));
        spark.sql(
                "CREATE TABLE IF NOT EXISTS %s USING delta LOCATION %s".formatted(table, Sql.literal(location(table))));
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
