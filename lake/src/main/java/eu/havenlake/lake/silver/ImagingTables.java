package eu.havenlake.lake.silver;

import static eu.havenlake.lake.table.ColumnType.BOOLEAN;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.STRING_MAP;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static eu.havenlake.lake.table.Traits.between;
import static eu.havenlake.lake.table.Traits.hidden;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notInFuture;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.oneOf;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static eu.havenlake.lake.table.Traits.shiftedDate;

import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;

/** The silver table of images. */
public final class ImagingTables {
    /** One row per image of a data set; the pixels lie in the object store. */
    public static final Table IMAGE_INSTANCE = Table.silver(
                    "image_instance", Category.IMAGING, "Images of donors, with what is known about them")
            .column("donor", STRING, "Pseudonym of the donor", pseudonym(), notNull())
            .column("sha256", STRING, "SHA-256 of the file, hexadecimal", keep(), notNull())
            .column("uri", STRING, "Where the bytes lie, relative to the object store", keep(), notNull())
            .column("bytes", LONG, "Size of the file in bytes", keep(), between(1, 4e9))
            .column(
                    "media_type",
                    STRING,
                    "image/png, image/jpeg or application/dicom",
                    keep(),
                    oneOf("image/png", "image/jpeg", "application/dicom"))
            .column("width", INT, "Columns of pixels", keep(), between(1, 65_535))
            .column("height", INT, "Rows of pixels", keep(), between(1, 65_535))
            .column("label", STRING, "Class of the image by the label file; null without one", keep())
            .column("donor_named", BOOLEAN, "Whether the source says whose image it is", keep(), notNull())
            .column("study_uid", STRING, "DICOM Study Instance UID", hidden())
            .column("series_uid", STRING, "DICOM Series Instance UID", hidden())
            .column("instance_uid", STRING, "DICOM SOP Instance UID", hidden())
            .column("modality", STRING, "DICOM modality", keep())
            .column("acquired", TIMESTAMP, "When the image was taken", shiftedDate(), notInFuture())
            .column(
                    "attributes",
                    STRING_MAP,
                    "Other columns of the label file but those that identify a person, or DICOM attributes",
                    keep())
            .key("dataset", "donor", "sha256")
            .newestBy("recorded", "partition", "offset")
            .clusterBy("donor")
            .when("acquired");

    private ImagingTables() {}
}
