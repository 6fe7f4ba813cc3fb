package eu.havenlake.lake.table;

import static eu.havenlake.lake.table.ColumnType.BOOLEAN;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.LONG;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;

import java.util.List;

/** The columns that every silver row carries from bronze: by what right it is here, and which record it came from. */
public final class Provenance {
    public static final String DATASET = "dataset";
    public static final String BASIS = "basis";
    public static final String DATES_SHIFTED = "dates_shifted";
    public static final String RECORDED = "recorded";
    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";

    static final List<Column> COLUMNS = List.of(
            Column.of(DATASET, STRING, "Data set the row came with"),
            Column.of(BASIS, STRING, "Legal basis of the data set; null where the donor's consent decides"),
            Column.of(DATES_SHIFTED, BOOLEAN, "Whether the source moved its dates"),
            Column.of(RECORDED, TIMESTAMP, "When the record reached HavenLake", Mask.HIDDEN),
            Column.of(PARTITION, INT, "Partition of the record in its topic", Mask.HIDDEN),
            Column.of(OFFSET, LONG, "Offset of the record in its partition", Mask.HIDDEN));

    private Provenance() {}
}
