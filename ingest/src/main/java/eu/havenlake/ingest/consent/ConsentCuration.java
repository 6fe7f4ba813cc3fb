package eu.havenlake.ingest.consent;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.lake.consent.ConsentTable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How decisions in bronze become rows of {@link ConsentTable#CONSENT}. */
public final class ConsentCuration {
    private ConsentCuration() {}

    /** The curation; all decisions are about it. */
    public static Curation curation() {
        return new Curation(
                Topic.CONSENT_DECISION.bronze(),
                ConsentTable.CONSENT,
                functions.lit(true),
                List.of("donor", "decision", "purposes", "categories", "valid_from", "timestamp", "valid_until"),
                record -> List.of(read(record)));
    }

    /** A decision without a beginning holds from when it was made known: when it reached Kafka. */
    private static Verdict read(Row record) {
        if (record.getAs("donor") == null) {
            return new Verdict.Quarantined("the decision names no donor");
        }
        Object from = record.getAs("valid_from");
        return new Verdict.Accepted(Arrays.asList(
                record.<String>getAs("donor").endsWith(DecisionReader.EVERYBODY),
                record.getAs("decision"),
                record.getAs("purposes"),
                record.getAs("categories"),
                from == null ? record.getAs("timestamp") : from,
                record.getAs("valid_until")));
    }
}
