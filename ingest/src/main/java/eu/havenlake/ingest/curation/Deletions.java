package eu.havenlake.ingest.curation;

import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Table;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What sources have deleted. A deletion takes away the versions of its resource that are not newer than it, those that
 * come later as well: so it is remembered, under the name that the resource has in silver. Where a version says when its
 * source changed it, that is compared with when the source deleted it (with the deletion's arrival, where the source does
 * not say); where it does not, their arrivals are. Of equals, the deletion wins.
 *
 * @param lake where they are remembered
 * @param silver table whose rows they are about
 * @param pseudonyms key of the pseudonyms
 */
public record Deletions(Lake lake, Table silver, Pseudonyms pseudonyms) {
    /** Column of bronze rows that tells whether the record is a deletion. */
    static final String DELETES = "_deletes";
    /** Column of candidates that tells whether their resource was deleted after them. */
    static final String VOID = "_void";

    /** One row per record that deleted something. */
    public static final Table DELETION = Table.ops(
                    "deletion", "What sources have deleted, so that it does not come back")
            .column("table", STRING, "Table that the resource was in")
            .column("resource", STRING, "Its id there; of a patient, the pseudonym")
            .column("deleted", TIMESTAMP, "When the source deleted it, else when the record reached HavenLake")
            .column("arrived", TIMESTAMP, "When the record reached HavenLake")
            .column("partition", INT, "Partition of the record in its topic")
            .column("offset", LONG, "Offset of the record in its partition")
            .key("table", "partition", "offset");

    private static final String RESOURCE = "resource";
    private static final int KEY_LENGTH = 32;

    /** Bronze rows, marked with {@link #DELETES}; tables made before there were deletions have no column that says. */
    static Dataset<Row> marked(Dataset<Row> bronze) {
        boolean told = Arrays.asList(bronze.columns()).contains("deleted");
        return bronze.withColumn(DELETES, told ? coalesce(col("deleted"), lit(false)) : lit(false));
    }

    /** Remembers those of a batch, and gives them. */
    Dataset<Row> remember(Dataset<Row> records) {
        Dataset<Row> deletions = records.select(
                lit(silver.qualifiedName()).as("table"),
                resource().as(RESOURCE),
                coalesce(col("last_updated"), col("timestamp")).as("deleted"),
                col("timestamp").as("arrived"),
                col(Provenance.PARTITION),
                col(Provenance.OFFSET));
        lake.upsert(DELETION, deletions);
        return deletions;
    }

    /** As silver names a resource, which is not to show its id: the same as the mapping of the resource makes. */
    private Column resource() {
        Column id = col("resource_id");
        return name().equals("id")
                ? substring(
                        sha2(
                                concat(col(Provenance.DATASET), lit("\n"), col("resource_type"), lit("/"), id)
                                        .cast("binary"),
                                256),
                        1,
                        KEY_LENGTH)
                : pseudonyms.of(concat(col(Provenance.DATASET), lit(":"), id));
    }

    private String name() {
        return silver.has("id") ? "id" : "donor";
    }

    /** Candidates, marked with {@link #VOID}. */
    Dataset<Row> marking(Dataset<Row> candidates) {
        Dataset<Row> all = lake.exists(DELETION)
                ? lake.read(DELETION).where(col("table").equalTo(silver.qualifiedName()))
                : lake.read(DELETION).limit(0);
        return all.isEmpty() ? candidates.withColumn(VOID, lit(false)) : judged(candidates, all);
    }

    /** The rows of silver that {@code deletions} take away. */
    Dataset<Row> doomed(Dataset<Row> deletions) {
        return judged(lake.read(silver), deletions).where(col(VOID)).drop(VOID);
    }

    private Dataset<Row> judged(Dataset<Row> rows, Dataset<Row> deletions) {
        Dataset<Row> last = deletions
                .groupBy(col(RESOURCE).as("_resource"))
                .agg(max("deleted").as("_deleted"), max("arrived").as("_arrived"));
        Column newer = coalesce(
                col("last_updated").gt(col("_deleted")),
                col(Provenance.RECORDED).gt(col("_arrived")));
        return rows.join(last, col(name()).equalTo(col("_resource")), "left_outer")
                .withColumn(VOID, col("_resource").isNotNull().and(not(coalesce(newer, lit(false)))))
                .drop("_resource", "_deleted", "_arrived");
    }
}
