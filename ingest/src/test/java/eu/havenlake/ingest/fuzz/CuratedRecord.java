package eu.havenlake.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.consent.ConsentCuration;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.ingest.ehr.mapping.EhrCurations;
import eu.havenlake.ingest.imaging.ImagingCuration;
import eu.havenlake.ingest.wearable.WearableCuration;
import eu.havenlake.lake.table.Column;
import eu.havenlake.lake.table.ColumnType;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** What becomes of a record that reached bronze: every curation of its topic reads it, without Spark around it. */
public final class CuratedRecord {
    /** All curations of all topics. */
    public static final List<Curation> CURATIONS = all();

    private CuratedRecord() {}

    private static List<Curation> all() {
        List<Curation> all = new ArrayList<>(EhrCurations.all());
        all.add(WearableCuration.curation());
        all.add(ConsentCuration.curation());
        all.add(ImagingCuration.curation());
        return List.copyOf(all);
    }

    /**
     * Reads a record, also as what it does not say it is; the reasons are checked, and the values are of the types of
     * their columns.
     *
     * @return all verdicts, at least one
     */
    public static List<Verdict> read(Topic topic, IndexedRecord record) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Curation curation : CURATIONS) {
            if (curation.bronze().equals(topic.bronze())) {
                List<Verdict> read = curation.reader().read(row(curation, record));
                read.forEach(verdict -> check(curation, verdict));
                verdicts.addAll(read);
            }
        }
        return verdicts;
    }

    private static Row row(Curation curation, IndexedRecord record) {
        StructType schema = new StructType();
        List<Object> values = new ArrayList<>();
        for (String name : curation.reads()) {
            schema = schema.add(curation.bronze().schema().apply(name));
            Schema.Field field = record.getSchema().getField(name);
            boolean time = curation.bronze().schema().apply(name).dataType().equals(DataTypes.TimestampType);
            values.add(field == null ? Timestamp.from(Instant.EPOCH) : spark(record.get(field.pos()), time));
        }
        return new GenericRowWithSchema(values.toArray(), schema);
    }

    private static Object spark(Object value, boolean time) {
        return switch (value) {
            case Long micros when time -> Timestamp.from(Instant.EPOCH.plus(micros / 1_000_000, ChronoUnit.SECONDS));
            case Instant instant -> Timestamp.from(instant);
            case CharSequence text -> text.toString();
            case Map<?, ?> map -> {
                Map<String, String> texts = new TreeMap<>();
                map.forEach((key, text) -> texts.put(key.toString(), text.toString()));
                yield CollectionConverters.asScala(texts);
            }
            case Collection<?> list ->
                CollectionConverters.asScala(list.stream().map(Object::toString).toList())
                        .toSeq();
            case null, default -> value;
        };
    }

    private static void check(Curation curation, Verdict verdict) {
        switch (verdict) {
            case Verdict.Quarantined quarantined -> Reasons.check(quarantined.reason());
            case Verdict.Accepted accepted -> check(curation, accepted);
        }
    }

    private static void check(Curation curation, Verdict.Accepted accepted) {
        List<Column> columns = curation.silver().ownColumns();
        assertThat(accepted.values()).hasSize(columns.size() - 1);
        for (int i = 1; i < columns.size(); i++) {
            // Spark takes both for a time.
            Object value = accepted.values().get(i - 1) instanceof Instant time
                    ? Timestamp.from(time)
                    : accepted.values().get(i - 1);
            if (value != null && !held(columns.get(i).type()).isInstance(value)) {
                throw new AssertionError(columns.get(i).name() + " holds a " + value.getClass());
            }
        }
    }

    private static Class<?> held(ColumnType type) {
        return switch (type) {
            case STRING -> String.class;
            case BOOLEAN -> Boolean.class;
            case INT -> Integer.class;
            case LONG -> Long.class;
            case DOUBLE -> Double.class;
            case DATE -> Date.class;
            case TIMESTAMP -> Timestamp.class;
            case STRINGS -> scala.collection.Seq.class;
            case STRING_MAP, LONG_MAP -> scala.collection.Map.class;
            default -> throw new IllegalArgumentException("no silver table has a column of " + type);
        };
    }
}
