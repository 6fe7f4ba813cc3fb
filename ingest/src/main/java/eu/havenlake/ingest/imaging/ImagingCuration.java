package eu.havenlake.ingest.imaging;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.silver.ImagingTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How images in bronze become rows of {@link ImagingTables#IMAGE_INSTANCE}. */
public final class ImagingCuration {
    /** Whoever has the hospital's archive could find the patient by them. */
    private static final Set<String> HASHED = Set.of("study_uid", "series_uid", "instance_uid");

    private static final List<String> COLUMNS = ImagingTables.IMAGE_INSTANCE.ownColumns().stream()
            .map(column -> column.name())
            .filter(name -> !name.equals("donor"))
            .toList();

    private ImagingCuration() {}

    /**
     * The curation; all images are about it.
     *
     * @param pseudonyms key that the UIDs of DICOM are hashed with
     */
    public static Curation curation(Pseudonyms pseudonyms) {
        return new Curation(
                Topic.IMAGING_INSTANCE.bronze(),
                ImagingTables.IMAGE_INSTANCE,
                functions.lit(true),
                record -> List.of(read(record, pseudonyms)));
    }

    private static Verdict read(Row record, Pseudonyms pseudonyms) {
        List<Object> values = new ArrayList<>();
        for (String column : COLUMNS) {
            Object value = record.getAs(column);
            values.add(value != null && HASHED.contains(column) ? pseudonyms.of((String) value) : value);
        }
        return new Verdict.Accepted(values);
    }
}
