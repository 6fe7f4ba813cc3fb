package eu.havenlake.ingest.wearable;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.lake.silver.WearableTables;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How Open mHealth data points in bronze become rows of {@link WearableTables#WEARABLE_SAMPLE}: one per number. */
public final class WearableCuration {
    private WearableCuration() {}

    /** The curation; all data points are about it. */
    public static Curation curation() {
        return new Curation(
                Topic.WEARABLE_SAMPLE.bronze(),
                WearableTables.WEARABLE_SAMPLE,
                functions.lit(true),
                List.of("sample_id", "schema_name", "schema_version", "json"),
                WearableCuration::read);
    }

    private static List<Verdict> read(Row record) {
        return read(
                record.getAs("sample_id"),
                record.getAs("schema_name"),
                record.getAs("schema_version"),
                record.getAs("json"));
    }

    /** A verdict for each number of a data point. */
    static List<Verdict> read(String id, String schema, String version, String body) {
        if (schema == null || version == null) {
            return List.of(new Verdict.Quarantined("the record does not say which schema its data point is of"));
        }
        return switch (DataPoint.read(schema, version, body)) {
            case DataPoint.Invalid invalid -> List.of(new Verdict.Quarantined(invalid.reason()));
            case DataPoint.Valid valid
            when valid.samples().isEmpty() ->
                List.of(new Verdict.Quarantined("%s %s: it holds no number".formatted(schema, version)));
            case DataPoint.Valid valid ->
                valid.samples().stream().map(sample -> verdict(id, sample)).toList();
        };
    }

    private static Verdict verdict(String id, Sample sample) {
        Measure measure = sample.measure();
        if (!sample.believable()) {
            return new Verdict.Quarantined(String.format(
                    Locale.ROOT,
                    "%s of %s %s is beyond what a living person can show (%s to %s)",
                    measure.label(),
                    sample.value(),
                    measure.unit(),
                    measure.least(),
                    measure.most()));
        }
        return new Verdict.Accepted(Arrays.asList(
                id,
                measure.label(),
                sample.value(),
                measure.unit(),
                held(sample.start()),
                held(sample.end()),
                held(sample.statistic()),
                held(sample.per()),
                held(sample.activity())));
    }

    private static Object held(Optional<?> value) {
        return value.orElse(null);
    }
}
