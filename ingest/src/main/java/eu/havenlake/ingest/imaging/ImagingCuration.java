package eu.havenlake.ingest.imaging;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.lake.silver.ImagingTables;
import eu.havenlake.lake.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How images in bronze become rows of {@link ImagingTables#IMAGE_INSTANCE}: the columns have the same names in both, and
 * attributes that identify a person stay behind.
 */
public final class ImagingCuration {
    private static final String ATTRIBUTES = "attributes";
    private static final List<String> COLUMNS = ImagingTables.IMAGE_INSTANCE.ownColumns().stream()
            .map(Column::name)
            .filter(name -> !name.equals("donor"))
            .toList();

    private ImagingCuration() {}

    /** The curation; all images are about it. */
    public static Curation curation() {
        return new Curation(
                Topic.IMAGING_INSTANCE.bronze(),
                ImagingTables.IMAGE_INSTANCE,
                functions.lit(true),
                COLUMNS,
                record -> List.of(read(record)));
    }

    private static Verdict read(Row record) {
        List<Object> values = new ArrayList<>();
        COLUMNS.forEach(column -> values.add(column.equals(ATTRIBUTES) ? harmless(record) : record.getAs(column)));
        return new Verdict.Accepted(values);
    }

    /** The attributes without those whose names say that they identify a person; bronze keeps them all. */
    private static Object harmless(Row record) {
        Map<String, String> attributes = new TreeMap<>(record.getJavaMap(record.fieldIndex(ATTRIBUTES)));
        attributes.keySet().removeIf(IdentifyingColumns::contain);
        return CollectionConverters.asScala(attributes);
    }
}
