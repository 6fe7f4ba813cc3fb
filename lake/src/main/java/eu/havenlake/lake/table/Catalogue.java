package eu.havenlake.lake.table;

import static org.apache.spark.sql.functions.col;

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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaThrowable;

/**
 * The names of a lake's tables in a session. They live in memory only, each made when it is first asked for, so a lake
 * can be copied or moved as it is, and a command that needs two tables does not open twenty.
 *
 * @param spark session that the names are for
 * @param root URI of the folder that holds {@code <database>/<table>}
 */
record Catalogue(SparkSession spark, String root) {
    private static final String NOT_EMPTY = "DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION";
    private static final int PATIENCE_SECONDS = 3;

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

    /**
     * Makes a table. Of two commands that make it at the same time, the later one finds it made. Where one died in the
     * middle, or of a full disk, its folder is there without a commit, which Delta would refuse for ever.
     */
    void make(Table table) {
        spark.sql("CREATE DATABASE IF NOT EXISTS " + table.database());
        try {
            create(table);
        } catch (Exception e) {
            if (!(e instanceof DeltaThrowable delta) || !delta.getErrorClass().equals(NOT_EMPTY)) {
                throw e;
            }
            if (!isMadeSoon(table)) {
                takeAwayHalfMade(new Path(location(table.qualifiedName())));
                create(table);
            }
        }
    }

    private Dataset<Row> create(Table table) {
        return Conflicts.again(() -> spark.sql(TableDdl.create(table, location(table.qualifiedName()))));
    }

    /** Whether another command is just making it. */
    private boolean isMadeSoon(Table table) {
        for (int second = 0; second < PATIENCE_SECONDS && !has(table); second++) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while another command makes " + table, e);
            }
        }
        return has(table);
    }

    /** Only where it holds nothing but a log, and that no commit: whatever else lies there is somebody's. */
    private void takeAwayHalfMade(Path folder) {
        try {
            FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
            Path log = new Path(folder, "_delta_log");
            boolean onlyLog = Stream.of(files.listStatus(folder))
                    .allMatch(found -> found.getPath().getName().equals(log.getName()));
            if (onlyLog && Stream.of(files.listStatus(log)).noneMatch(Catalogue::isCommit)) {
                files.delete(folder, true);
            }
        } catch (IOException e) {
            throw new HavenException("Cannot make a table in %s: %s.".formatted(folder, e.getMessage()), e);
        }
    }

    /** Delta protocol, "Delta Log Entries": the number of a version begins the name. */
    private static boolean isCommit(FileStatus found) {
        return found.getLen() > 0 && found.getPath().getName().matches("[0-9]{20}\\..*");
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

    /** For how long the table keeps files that it has not any more: VACUUM asks the table, not its own RETAIN. */
    void keepDeleted(String table, long hours) {
        nameAll();
        String interval = "interval %d hours".formatted(hours);
        boolean otherwise = spark.sql("SHOW TBLPROPERTIES " + table)
                .where(col("key")
                        .equalTo(TableDdl.DELETED_FILES)
                        .and(col("value").equalTo(interval)))
                .isEmpty();
        if (otherwise) {
            spark.sql(TableDdl.keepDeleted(table, interval));
        }
    }

    /** Where a table lies, made or not. */
    String location(String table) {
        return location(root, table);
    }

    static String location(String root, String table) {
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
