package eu.havenlake.jobs.operation;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;

import org.apache.spark.sql.Column;

/**
 * Why a record is held, without the name of the file that it came in: exports are often named after whom they are about.
 * Its kind and the place in it stay, which is what an operator needs to see that many records have one cause.
 */
public final class MaskedReason {
    /**
     * A place stands after " at " or begins the reason; names may have blanks in them. What a folder may hold is in the
     * file extensions of FHIR exports, Open mHealth, DICOM, pictures and tables.
     */
    private static final String FILE =
            "(?i)(?<= at |^)(?!Cannot )[^:\"]*?[^:\"/]+(\\.(?:json|ndjson|jsonl|csv|txt|xml|dcm|dicom|png|jpe?g)(?:\\.gz)?)\\b";

    private static final String STANDS_FOR_IT = "…$1";

    private MaskedReason() {}

    /** The reason as an operator may see it. */
    public static String of(String reason) {
        return reason.replaceAll(FILE, STANDS_FOR_IT);
    }

    /** The same of a column. */
    public static Column of(Column reason) {
        return regexp_replace(reason, lit(FILE), lit(STANDS_FOR_IT));
    }
}
