package eu.havenlake.lake.silver;

import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static eu.havenlake.lake.table.Traits.condition;
import static eu.havenlake.lake.table.Traits.finite;
import static eu.havenlake.lake.table.Traits.hidden;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notInFuture;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static eu.havenlake.lake.table.Traits.shiftedDate;

import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;

/** The silver table of wearable data. */
public final class WearableTables {
    /** One row per measure of an Open mHealth data point. */
    public static final Table WEARABLE_SAMPLE = Table.silver(
                    "wearable_sample", Category.WEARABLE, "What donors' wearables measured")
            .column("donor", STRING, "Pseudonym of the donor", pseudonym(), notNull())
            .column("sample_id", STRING, "Id of the data point, or the SHA-256 of its JSON", hidden(), notNull())
            .column("measure", STRING, "What was measured, as heart_rate", keep(), notNull())
            .column("value", DOUBLE, "Number in `unit`", keep(), notNull(), finite())
            .column("unit", STRING, "UCUM unit, the same for all values of a measure", keep(), notNull())
            .column("effective_start", TIMESTAMP, "When it began to be true", shiftedDate(), notNull(), notInFuture())
            .column(
                    "effective_end",
                    TIMESTAMP,
                    "When it ceased to be true; the start for a moment",
                    shiftedDate(),
                    condition("after_start", "does not come before the start", "effective_end >= effective_start"))
            .column("statistic", STRING, "What the number is of several measurements, as average; null for one", keep())
            .column("per", STRING, "What a statistic is taken over, as d for a day", keep())
            .column("activity", STRING, "Name of the activity, where it is of one", keep())
            .key("donor", "sample_id", "measure")
            .newestBy("recorded", "partition", "offset")
            .clusterBy("donor")
            .when("effective_start");

    private WearableTables() {}
}
