package eu.havenlake.lake.consent;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Provenance;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which rows may be used, as the decisions stand at one time: those of a donor who grants it, and those that came with a
 * legal basis that has not ended. The answers are kept until closed, because many tables ask the same.
 */
public final class Permits implements AutoCloseable {
    /** Column that {@link #mark} adds: whether the row may be used. */
    public static final String PERMITTED = "_permitted";

    private static final String GRANTING = "_granting";
    private static final String ENDED = "_ended";

    private final Dataset<Row> granting;
    private final Dataset<Row> ended;

    private Permits(Dataset<Row> granting, Dataset<Row> ended) {
        this.granting = granting.select(col("donor").as(GRANTING)).persist();
        this.ended = ended.select(col("dataset").as(ENDED)).persist();
    }

    /** For being kept at all: the donor grants any purpose for any category. */
    public static Permits forAnything(Dataset<Row> consent, Instant now) {
        return new Permits(ConsentTable.grantingAnything(consent, now), ConsentTable.endedBases(consent, now));
    }

    /** For one purpose: the donor grants it for the category. */
    public static Permits forPurpose(Dataset<Row> consent, String purpose, Category category, Instant now) {
        return new Permits(
                ConsentTable.granting(consent, purpose, category, now), ConsentTable.endedBases(consent, now));
    }

    /** {@code rows}, which have a basis and a data set, marked with {@link #PERMITTED}. */
    public Dataset<Row> mark(Dataset<Row> rows, Column pseudonym) {
        Column byBasis = col(Provenance.BASIS).isNotNull().and(col(ENDED).isNull());
        return rows.join(broadcast(granting), pseudonym.equalTo(col(GRANTING)), "left_outer")
                .join(broadcast(ended), col(Provenance.DATASET).equalTo(col(ENDED)), "left_outer")
                .withColumn(PERMITTED, byBasis.or(col(GRANTING).isNotNull()))
                .drop(GRANTING, ENDED);
    }

    @Override
    public void close() {
        granting.unpersist();
        ended.unpersist();
    }
}
