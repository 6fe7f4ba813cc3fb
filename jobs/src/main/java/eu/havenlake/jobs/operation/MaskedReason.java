package eu.havenlake.jobs.operation;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;

import org.apache.spark.sql.Column;

/**
 * Why a record is held, without the name of the file that it came in: exports are often named after whom they are about.
 * The place in the file stays, which is what an operator needs to see that many records have one cause.
 */
public final class MaskedReason {
    /** A place follows " at " or begins the reason; names may have blanks in them, and folders before them. */
    private static final String PLACE = "(?<= at |^)(?!Cannot )";

    private static final String FILE = String.join(
            "|",
            PLACE + "[^:\"]*?(?=:\\d+\\b| entry\\[)",
            PLACE + "[^:\"]*\\.(?:json|ndjson|jsonl|csv|txt|xml|dcm|dicom|png|jpe?g|gz)\\b",
            // DICOM files need no extension, and are read as wholes.
            PLACE + "[^:\"]*/[^:\"]*(?=: it )",
            "(?<=\\()/[^)]*(?=\\))",
            "(?<=there is no picture ).*");

    private static final String STANDS_FOR_IT = "…";

    private MaskedReason() {}

    /** The reason as an operator may see it. */
    public static String of(String reason) {
        return reason.replaceAll("(?i)" + FILE, STANDS_FOR_IT);
    }

    /** The same of a column. */
    public static Column of(Column reason) {
        return regexp_replace(reason, lit("(?i)" + FILE), lit(STANDS_FOR_IT));
    }
}
