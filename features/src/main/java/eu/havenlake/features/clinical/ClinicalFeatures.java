package eu.havenlake.features.clinical;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import eu.havenlake.features.cohort.Cohort;
import eu.havenlake.features.definition.Events;
import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.features.definition.Source;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Features from health records. A record counts from the day on which it was both true and known; states that say how
 * things are today (clinical status, state of a prescription) may have changed after the index date: they only leave out
 * what never was.
 */
public final class ClinicalFeatures {
    private ClinicalFeatures() {}

    /**
     * One row per member: {@code donor, dataset, basis, outcome} and all features but those of wearables.
     *
     * @param members result of {@link Cohort#members}
     * @param index the calendar date; years of birth are not moved, so ages are reckoned by it
     */
    public static Dataset<Row> of(FeatureSet set, Dataset<Row> members, HealthRecords records, LocalDate index) {
        Dataset<Row> events = conditions(records.conditions())
                .unionByName(observations(records.observations()))
                .unionByName(medications(records.medications()))
                .unionByName(encounters(records.encounters()));
        Source[] kinds = {Source.CONDITION, Source.OBSERVATION, Source.MEDICATION, Source.ENCOUNTER};
        return members.join(people(records.patients(), index), new String[] {"donor"}, "left_outer")
                .join(
                        Events.features(set.from(kinds), Events.upToIndex(events, members)),
                        new String[] {"donor"},
                        "left_outer")
                .select(Stream.concat(
                                Stream.of("donor", "dataset", "basis", "outcome")
                                        .map(name -> col(name)),
                                set.features().stream()
                                        .filter(feature -> feature.source() != Source.WEARABLE)
                                        .map(Events::orNone))
                        .toArray(Column[]::new));
    }

    /** Half of the donors are a year younger by their birthday: the year of birth is all that a study sees. */
    private static Dataset<Row> people(Dataset<Row> patients, LocalDate index) {
        Column female = when(
                col("gender").isin("male", "female", "other"), col("gender").equalTo("female"));
        return patients.select(
                col("donor"),
                lit(index.getYear())
                        .minus(year(col("birth_date")))
                        .cast("double")
                        .as("age"),
                female.cast("double").as("female"));
    }

    private static Dataset<Row> conditions(Dataset<Row> conditions) {
        Column untrue = coalesce(col("verification_status").isin("refuted", "entered-in-error"), lit(false));
        return Events.of(
                Source.CONDITION,
                conditions.where(not(untrue)),
                col("code"),
                lit(null),
                greatest(col("onset"), col("noted")),
                lit(1.0));
    }

    private static Dataset<Row> observations(Dataset<Row> observations) {
        return Events.of(
                Source.OBSERVATION,
                observations.where(not(col("status").isin("registered", "cancelled", "entered-in-error"))),
                col("code"),
                col("unit_code"),
                coalesce(col("effective_until"), col("effective")),
                col("value"));
    }

    private static Dataset<Row> medications(Dataset<Row> requests) {
        return Events.of(
                Source.MEDICATION,
                requests.where(not(col("status").isin("cancelled", "draft", "entered-in-error"))),
                coalesce(col("code"), col("medication")),
                lit(null),
                col("authored"),
                lit(1.0));
    }

    private static Dataset<Row> encounters(Dataset<Row> encounters) {
        return Events.of(
                Source.ENCOUNTER, Cohort.happened(encounters), col("class"), lit(null), col("started"), lit(1.0));
    }
}
