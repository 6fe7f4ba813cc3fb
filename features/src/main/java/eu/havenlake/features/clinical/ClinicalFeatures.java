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
import eu.havenlake.features.definition.Feature;
import eu.havenlake.features.definition.FeatureSet;
import eu.havenlake.features.definition.Source;
import java.time.LocalDate;
import java.util.List;
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
        Dataset<Row> wide = members.join(people(records.patients(), index), new String[] {"donor"}, "left_outer");
        wide = joined(wide, set.from(Source.CONDITION), conditions(records.conditions()), members);
        wide = joined(wide, set.from(Source.OBSERVATION), observations(records.observations()), members);
        wide = joined(wide, set.from(Source.MEDICATION), medications(records.medications()), members);
        wide = joined(wide, set.from(Source.ENCOUNTER), encounters(records.encounters()), members);
        return wide.select(Stream.concat(
                        Stream.of("donor", "dataset", "basis", "outcome").map(name -> col(name)),
                        set.features().stream()
                                .filter(feature -> feature.source() != Source.WEARABLE)
                                .map(Events::orNone))
                .toArray(Column[]::new));
    }

    private static Dataset<Row> joined(
            Dataset<Row> wide, List<Feature> features, Dataset<Row> events, Dataset<Row> members) {
        return features.isEmpty()
                ? wide
                : wide.join(
                        Events.features(features, Events.upToIndex(events, members)),
                        new String[] {"donor"},
                        "left_outer");
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
        return events(
                conditions.where(not(untrue)), col("code"), lit(null), greatest(col("onset"), col("noted")), lit(1.0));
    }

    private static Dataset<Row> observations(Dataset<Row> observations) {
        return events(
                observations.where(not(col("status").isin("registered", "cancelled", "entered-in-error"))),
                col("code"),
                col("unit_code"),
                coalesce(col("effective_until"), col("effective")),
                col("value"));
    }

    private static Dataset<Row> medications(Dataset<Row> requests) {
        return events(
                requests.where(not(col("status").isin("cancelled", "draft", "entered-in-error"))),
                coalesce(col("code"), col("medication")),
                lit(null),
                col("authored"),
                lit(1.0));
    }

    private static Dataset<Row> encounters(Dataset<Row> encounters) {
        return events(Cohort.happened(encounters), col("class"), lit(null), col("started"), lit(1.0));
    }

    private static Dataset<Row> events(Dataset<Row> rows, Column code, Column unit, Column at, Column value) {
        return rows.select(
                col("donor"), code.as("code"), unit.cast("string").as("unit"), at.as("at"), value.as("value"));
    }
}
