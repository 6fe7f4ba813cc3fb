package eu.havenlake.ingest.curation;

import eu.havenlake.lake.table.Table;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * How the records of a bronze table become rows of a silver one. Consent, pseudonyms, rules, quarantine and the merge
 * are the same for all and happen around it.
 *
 * @param bronze table of the records
 * @param silver table of the rows; its first own column is {@code donor}
 * @param which the records that it is about, over the columns of {@code bronze}
 * @param reads columns of {@code bronze} that {@code reader} looks at; no other is fetched for it
 * @param reader what each of them becomes
 */
public record Curation(Table bronze, Table silver, Column which, List<String> reads, Reader reader) {

    /** Reads one record. */
    @FunctionalInterface
    public interface Reader extends Serializable {
        /**
         * @param record those columns of a bronze row that the curation reads
         * @return a verdict per row that the record holds; none where it holds nothing for this table
         */
        List<Verdict> read(Row record);
    }

    /** Name of the stage. */
    public String stage() {
        return "curate." + silver.name();
    }
}
