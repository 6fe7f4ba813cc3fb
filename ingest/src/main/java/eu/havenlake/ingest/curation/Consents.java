package eu.havenlake.ingest.curation;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.consent.Permits;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Provenance;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What curation asks the donors' decisions: which records may pass, and of which donors something changed.
 *
 * @param lake where decisions are
 * @param pseudonyms key of the pseudonyms
 * @param now the time at which they are asked
 * @param permits the answers at that time
 * @param lastTurn when a decision last began or ended to hold; the beginning of time where none did
 */
record Consents(Lake lake, Pseudonyms pseudonyms, Instant now, Permits permits, Instant lastTurn)
        implements AutoCloseable {
    /** A data set as if it were a donor: decisions about it are about the basis of all its records. */
    private static final Column WHOLE_DATASET = concat(col(Provenance.DATASET), lit(":*"));

    static Consents at(Lake lake, Pseudonyms pseudonyms, Instant now) {
        return new Consents(
                lake, pseudonyms, now, Permits.forAnything(lake.read(ConsentTable.CONSENT), now), lastTurn(lake, now));
    }

    private static Instant lastTurn(Lake lake, Instant now) {
        Column last = greatest(past("valid_from", now), past("valid_until", now));
        Row row = lake.read(Topic.CONSENT_DECISION.bronze()).agg(max(last)).first();
        return row.isNullAt(0) ? Instant.MIN : row.getTimestamp(0).toInstant();
    }

    private static Column past(String time, Instant now) {
        return when(col(time).leq(lit(Timestamp.from(now))), col(time));
    }

    /** Whether {@link #changed} may find anything: one look for all tables. */
    boolean mayHaveChanged(long seen, long last, Instant then) {
        return seen < last || lastTurn.isAfter(then);
    }

    @Override
    public void close() {
        permits.close();
    }

    /** Bronze rows with their pseudonym and whether they may pass to silver, as those about no donor always may. */
    Dataset<Row> marked(Dataset<Row> bronze) {
        Dataset<Row> named = bronze.withColumn(CandidateRows.PSEUDONYM, pseudonyms.of(col("donor")));
        return permitted(named, col(CandidateRows.PSEUDONYM));
    }

    private Dataset<Row> permitted(Dataset<Row> rows, Column pseudonym) {
        return permits.mark(rows, pseudonym)
                .withColumn(
                        Permits.PERMITTED,
                        col(Permits.PERMITTED).or(col("donor").isNull()));
    }

    /**
     * The donors (and data sets, as {@code name:*}) of whom something changed: a decision came after version
     * {@code seen} of bronze, or one began or ended to hold since {@code then}. Column donor.
     */
    Dataset<Row> changed(long seen, long last, Instant then) {
        Dataset<Row> decisions = lake.readInserted(Topic.CONSENT_DECISION.bronze(), -1, last);
        Column turned = turned("valid_from", then).or(turned("valid_until", then));
        return lake.readInserted(Topic.CONSENT_DECISION.bronze(), seen, last)
                .select("donor")
                .union(decisions.where(turned).select("donor"))
                .where(col("donor").isNotNull())
                .distinct();
    }

    private Column turned(String time, Instant then) {
        return col(time).gt(lit(Timestamp.from(then))).and(col(time).leq(lit(Timestamp.from(now))));
    }

    /** Of {@code bronze}, the rows of donors and data sets in {@code changed}. */
    static Dataset<Row> of(Dataset<Row> changed, Dataset<Row> bronze) {
        Dataset<Row> names = broadcast(changed.select(col("donor").as("_changed")));
        return bronze.join(
                names, col("donor").equalTo(col("_changed")).or(WHOLE_DATASET.equalTo(col("_changed"))), "left_semi");
    }

    /** Of a silver table, the rows of donors and data sets in {@code changed} that have lost their right to be there. */
    Dataset<Row> withoutRight(Dataset<Row> changed, Dataset<Row> silver) {
        Dataset<Row> names = broadcast(changed.select(
                pseudonyms.of(col("donor")).as("_changed"), col("donor").as("_name")));
        Dataset<Row> touched = silver.join(
                names, col("donor").equalTo(col("_changed")).or(WHOLE_DATASET.equalTo(col("_name"))), "left_semi");
        return permitted(touched, col("donor")).where(not(col(Permits.PERMITTED)));
    }
}
