package eu.havenlake.features.cohort;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_diff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who is studied, and what became of them. In are donors with at least one contact on or before the index date who are
 * alive after that day; the outcome is an emergency or inpatient contact that began in the follow-up, which starts on the
 * day after the index date. So no day belongs to both sides, and none to neither.
 *
 * @param index calendar date that features look back from
 * @param followUpMonths months after it, the last day included
 * @param timeline where calendar dates lie among each donor's dates
 */
public record Cohort(LocalDate index, int followUpMonths, Timeline timeline) {
    /** Emergency and inpatient classes of HL7 v3 ActCode: inpatient has acute and non-acute below it. */
    private static final Object[] UNPLANNED = {"EMER", "IMP", "ACUTE", "NONAC"};

    /** Contacts that did not, or not yet, take place. */
    private static final Object[] NOT_HAPPENED = {"planned", "cancelled", "entered-in-error"};

    /** The contacts that took place. */
    public static Dataset<Row> happened(Dataset<Row> encounters) {
        return encounters.where(not(col("status").isin(NOT_HAPPENED)));
    }

    /** The calendar date on which the last contact began; empty where there is none. */
    public static Optional<LocalDate> lastContact(Dataset<Row> encounters, Timeline timeline) {
        // Dates of a donor are moved as a whole, so the distance to a moved fixed date is the true one.
        Row last = happened(encounters)
                .agg(max(date_diff(to_date(col("started")), timeline.of(col("donor"), LocalDate.EPOCH))))
                .first();
        return last.isNullAt(0) ? Optional.empty() : Optional.of(LocalDate.EPOCH.plusDays(last.getInt(0)));
    }

    /**
     * One row per member: {@code donor, dataset, basis, index_date} (on the donor's timeline) and {@code outcome}. A
     * donor whose contacts came partly without a legal basis needs consent for all of them.
     */
    public Dataset<Row> members(Dataset<Row> patients, Dataset<Row> encounters) {
        Column day = to_date(col("started"));
        Column end = timeline.of(col("donor"), index.plusMonths(followUpMonths));
        Column unplanned =
                col("class").isin(UNPLANNED).and(day.gt(col("index_date"))).and(day.leq(end));
        return happened(encounters)
                .withColumn("index_date", timeline.of(col("donor"), index))
                .groupBy("donor", "index_date")
                .agg(
                        max("dataset").as("dataset"),
                        when(count("basis").equalTo(count(lit(1))), max("basis"))
                                .as("basis"),
                        max(day.leq(col("index_date"))).as("_known"),
                        coalesce(max(unplanned), lit(false)).as("outcome"))
                .where(col("_known"))
                .join(patients.select("donor", "deceased", "deceased_at"), new String[] {"donor"}, "left_outer")
                .where(alive())
                .select("donor", "dataset", "basis", "index_date", "outcome");
    }

    /** Of a donor who died nobody knows when it cannot be said that she was alive. */
    private static Column alive() {
        return when(col("deceased_at").isNotNull(), to_date(col("deceased_at")).gt(col("index_date")))
                .otherwise(not(coalesce(col("deceased"), lit(false))));
    }
}
