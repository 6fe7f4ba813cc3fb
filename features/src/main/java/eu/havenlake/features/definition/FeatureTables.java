package eu.havenlake.features.definition;

import static eu.havenlake.lake.table.ColumnType.BOOLEAN;
import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.STRINGS;
import static eu.havenlake.lake.table.Traits.finite;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.pseudonym;

import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Table;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The gold tables of features. What comes from wearables has a table of its own: a donor decides about clinical and
 * wearable data apart, and only a table of one category keeps to that on every read. No table holds the index date on
 * the donor's timeline, which would give away by how many days a study sees the donor's dates moved.
 */
public final class FeatureTables {
    /** One row per feature. */
    public static final Table FEATURE_DEFINITION = Table.gold(
                    "feature_definition", Category.CLINICAL, "What the columns of the feature tables mean")
            .column("name", STRING, "Column", keep(), notNull())
            .column("meaning", STRING, "What it means", keep(), notNull())
            .column("unit", STRING, "UCUM unit; empty for what has none", keep(), notNull())
            .column("source", STRING, "Kind of record it is taken from", keep(), notNull())
            .column("codes", STRINGS, "Codes of the records that count; none means all", keep(), notNull())
            .column("source_unit", STRING, "Unit a record must be in; empty where any does", keep(), notNull())
            .column("window_days", INT, "Days up to the index date; 0 means all time before", keep(), notNull())
            .column("statistic", STRING, "What is made of the records", keep(), notNull())
            .key("name");

    private FeatureTables() {}

    /** One row per donor of the cohort: the outcome, and all features that are clinical data. */
    public static Table donorFeatures(FeatureSet set) {
        Table table = donors("donor_features", Category.CLINICAL, "What was known of each donor at the index date")
                .column("outcome", BOOLEAN, "Emergency or inpatient contact after the index date", keep(), notNull());
        return with(
                table,
                set.features().stream()
                        .filter(feature -> feature.source() != Source.WEARABLE)
                        .toList());
    }

    /** One row per donor of the cohort who wore a device before the index date. */
    public static Table donorWearableFeatures(FeatureSet set) {
        Table table = donors(
                "donor_wearable_features",
                Category.WEARABLE,
                "What wearables measured of each donor up to the index date");
        return with(table, set.from(Source.WEARABLE));
    }

    /** The rows of {@link #FEATURE_DEFINITION}. */
    public static List<Row> definitions(FeatureSet set) {
        return set.features().stream().map(FeatureTables::definition).toList();
    }

    private static Row definition(Feature feature) {
        return RowFactory.create(
                feature.name(),
                feature.meaning(),
                feature.unit(),
                feature.source().name().toLowerCase(Locale.ROOT),
                feature.codes().toArray(String[]::new),
                feature.sourceUnit(),
                feature.windowDays(),
                feature.statistic().name().toLowerCase(Locale.ROOT));
    }

    private static Table donors(String name, Category category, String comment) {
        return Table.gold(name, category, comment)
                .column("donor", STRING, "Pseudonym of the donor", pseudonym(), notNull())
                .column(Provenance.DATASET, STRING, "Data set of the donor", keep())
                .column(Provenance.BASIS, STRING, "Legal basis; null where the donor's consent decides", keep())
                .key("donor");
    }

    private static Table with(Table table, List<Feature> features) {
        Table wider = table;
        for (Feature feature : features) {
            String unit = feature.unit().isEmpty() ? "" : ", in " + feature.unit();
            wider = wider.column(feature.name(), DOUBLE, feature.meaning() + unit, keep(), finite());
        }
        return wider;
    }
}
