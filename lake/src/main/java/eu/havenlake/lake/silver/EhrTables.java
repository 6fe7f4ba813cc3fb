package eu.havenlake.lake.silver;

import static eu.havenlake.lake.table.ColumnType.BOOLEAN;
import static eu.havenlake.lake.table.ColumnType.DATE;
import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static eu.havenlake.lake.table.Traits.coarsePlace;
import static eu.havenlake.lake.table.Traits.condition;
import static eu.havenlake.lake.table.Traits.finite;
import static eu.havenlake.lake.table.Traits.hidden;
import static eu.havenlake.lake.table.Traits.notInFuture;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.oneOf;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static eu.havenlake.lake.table.Traits.shiftedDate;
import static eu.havenlake.lake.table.Traits.year;

import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Column;
import eu.havenlake.lake.table.Mask;
import eu.havenlake.lake.table.Rule;
import eu.havenlake.lake.table.Table;
import java.util.List;

/**
 * The silver tables of health records. Names, addresses, identifiers and text in a person's words have no column here:
 * they stay in bronze. Times are UTC; a date without a time stands for its start.
 *
 * <p>A record that its source took back is a row with the status {@code entered-in-error}: it takes the place of the row
 * that was wrong, and is not to be counted.
 */
public final class EhrTables {
    private static final String[] VERSION = {"last_updated", "recorded", "partition", "offset"};
    private static final String ENCOUNTER_KEY = "Key of the encounter that it belongs to";
    private static final String WHEN_TRUE = "When it was true of the donor";

    /** One row per donor. */
    public static final Table PATIENT = table("patient", "Who the donor is, as far as research needs it")
            .column("gender", STRING, "Administrative gender", oneOf("male", "female", "other", "unknown"))
            .column(
                    "birth_date",
                    DATE,
                    "Date of birth, or the first day of its month or year",
                    year(),
                    notInFuture(),
                    since("birth_date", 1850))
            .column("deceased", BOOLEAN, "Whether the donor has died; null where that is not known")
            .column("deceased_at", TIMESTAMP, "When the donor died", shiftedDate(), notInFuture())
            .column("postal_code", STRING, "First three characters of the postal code", coarsePlace())
            .column("country", STRING, "Country of residence")
            .column("last_updated", TIMESTAMP, "When the source last changed the record", hidden())
            .key("donor")
            .newestBy(VERSION);

    /** One row per Encounter. */
    public static final Table ENCOUNTER = resource("encounter", "Contacts of the donor with health care")
            .column(
                    "status",
                    STRING,
                    "State of the contact",
                    notNull(),
                    oneOf(
                            "planned",
                            "arrived",
                            "triaged",
                            "in-progress",
                            "onleave",
                            "finished",
                            "cancelled",
                            "entered-in-error",
                            "unknown"))
            .column("class", STRING, "Kind of contact, mostly of HL7 v3 ActCode: AMB, EMER, IMP and others")
            .columns(coded("type_", "type of the contact"))
            .column("started", TIMESTAMP, "Start of the contact", shiftedDate(), notInFuture(), since("started", 1900))
            .column("ended", TIMESTAMP, "End of the contact", shiftedDate(), notInFuture(), after("started", "ended"))
            .when("started");

    /** One row per Condition. */
    public static final Table CONDITION = resource("condition", "Diagnoses and problems of the donor")
            .column("encounter", STRING, ENCOUNTER_KEY, hidden())
            .column("category", STRING, "encounter-diagnosis, problem-list-item or another code")
            .column(
                    "clinical_status",
                    STRING,
                    "Whether the condition is there now",
                    oneOf("active", "recurrence", "relapse", "inactive", "remission", "resolved"))
            .column(
                    "verification_status",
                    STRING,
                    "Whether it is certain; refuted means that it was not there",
                    oneOf("unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"))
            .columns(code("diagnosis"))
            .column("onset", TIMESTAMP, "When it began", shiftedDate(), notInFuture(), since("onset", 1850))
            .column("abated", TIMESTAMP, "When it ended", shiftedDate(), notInFuture(), after("onset", "abated"))
            .column("noted", TIMESTAMP, "When it was first recorded", shiftedDate(), notInFuture())
            .when("onset");

    /** One row per Observation, and one for each of its components. */
    public static final Table OBSERVATION = resource(
                    "observation", "Measurements and simple assertions about the donor")
            .column("component", INT, "0 for the observation itself, from 1 on for its components", notNull())
            .column("encounter", STRING, ENCOUNTER_KEY, hidden())
            .column(
                    "status",
                    STRING,
                    "State of the result",
                    notNull(),
                    oneOf(
                            "registered",
                            "preliminary",
                            "final",
                            "amended",
                            "corrected",
                            "cancelled",
                            "entered-in-error",
                            "unknown"))
            .column("category", STRING, "vital-signs, laboratory, survey or another code")
            .columns(code("measure, in LOINC where the source has it"))
            .column("effective", TIMESTAMP, WHEN_TRUE, shiftedDate(), notInFuture(), since("effective", 1900))
            .column(
                    "effective_until",
                    TIMESTAMP,
                    "End of the time it was true for",
                    shiftedDate(),
                    notInFuture(),
                    after("effective", "effective_until"))
            .column("value_type", STRING, "FHIR type of the result; null where there is none")
            .column(
                    "value",
                    DOUBLE,
                    "Result as a number in `unit_code`; of a Ratio the quotient, of a time the seconds since midnight",
                    finite(),
                    condition("plausible", "can be measured of a living person", Plausible.inRange()))
            .column("value_low", DOUBLE, "Lower end of a Range in `unit_code`", finite())
            .column("value_high", DOUBLE, "Upper end of a Range in `unit_code`", finite())
            .column("unit", STRING, "Unit in words")
            .column(
                    "unit_code",
                    STRING,
                    "Unit as a code, UCUM in most sources",
                    condition("of_measure", "is a unit of the measure", Plausible.inKnownUnit()))
            .column("comparator", STRING, "Where the true value lies beyond `value`", oneOf("<", "<=", ">=", ">"))
            .columns(coded("value_", "result"))
            .column("value_boolean", BOOLEAN, "Result as true or false")
            .column("value_time", TIMESTAMP, "Result as a time, or as the start of a Period", shiftedDate())
            .column("value_until", TIMESTAMP, "End of a result that is a Period", shiftedDate())
            .column("absent", STRING, "Why there is no result, as a code")
            .column("interpretation", STRING, "H, L, N, A or another code of HL7 v3 ObservationInterpretation")
            .key("donor", "id", "component")
            .when("effective");

    /** One row per MedicationRequest. */
    public static final Table MEDICATION_REQUEST = resource("medication_request", "Prescriptions for the donor")
            .column("encounter", STRING, ENCOUNTER_KEY, hidden())
            .column(
                    "status",
                    STRING,
                    "State of the prescription",
                    notNull(),
                    oneOf(
                            "active",
                            "on-hold",
                            "cancelled",
                            "completed",
                            "entered-in-error",
                            "stopped",
                            "draft",
                            "unknown"))
            .column("intent", STRING, "order, plan, proposal or another code", notNull())
            .columns(coded("", "medication; null where a Medication resource says it"))
            .column(
                    "medication",
                    STRING,
                    "Key of the Medication resource that says what was prescribed",
                    condition(
                            "or_code",
                            "or a code says what was prescribed",
                            "medication IS NOT NULL OR code IS NOT NULL"))
            .column(
                    "authored",
                    TIMESTAMP,
                    "When it was prescribed",
                    shiftedDate(),
                    notInFuture(),
                    since("authored", 1900))
            .when("authored");

    /** One row per Procedure. */
    public static final Table PROCEDURE = resource("procedure", "What was done to or for the donor")
            .column("encounter", STRING, ENCOUNTER_KEY, hidden())
            .column(
                    "status",
                    STRING,
                    "State of the procedure; not-done means that it did not happen",
                    notNull(),
                    oneOf(
                            "preparation",
                            "in-progress",
                            "not-done",
                            "on-hold",
                            "stopped",
                            "completed",
                            "entered-in-error",
                            "unknown"))
            .column("category", STRING, "Kind of procedure, as a code")
            .columns(code("procedure"))
            .column("performed", TIMESTAMP, "When it began", shiftedDate(), notInFuture(), since("performed", 1900))
            .column(
                    "performed_until",
                    TIMESTAMP,
                    "When it ended",
                    shiftedDate(),
                    notInFuture(),
                    after("performed", "performed_until"))
            .when("performed");

    /** All of them. */
    public static final List<Table> ALL =
            List.of(PATIENT, ENCOUNTER, CONDITION, OBSERVATION, MEDICATION_REQUEST, PROCEDURE);

    private EhrTables() {}

    private static Table table(String name, String comment) {
        return Table.silver(name, Category.CLINICAL, comment)
                .column("donor", STRING, "Pseudonym of the donor", pseudonym(), notNull())
                .clusterBy("donor");
    }

    private static Table resource(String name, String comment) {
        return table(name, comment)
                .column("id", STRING, "Key of the resource within its donor", hidden(), notNull())
                .column("last_updated", TIMESTAMP, "When the source last changed the resource", hidden())
                .key("donor", "id")
                .newestBy(VERSION);
    }

    private static List<Column> code(String what) {
        List<Column> columns = coded("", what);
        Column code = columns.get(1);
        return List.of(
                columns.get(0),
                new Column(code.name(), code.type(), code.comment(), code.mask(), List.of(notNull())),
                columns.get(2));
    }

    private static List<Column> coded(String prefix, String what) {
        return List.of(
                new Column(prefix + "system", STRING, "Vocabulary of the code", Mask.KEEP, List.of()),
                new Column(prefix + "code", STRING, "Code of the " + what, Mask.KEEP, List.of()),
                new Column(prefix + "display", STRING, "The vocabulary's words for it", Mask.KEEP, List.of()));
    }

    /** Dates such as 0001-01-01 stand for none in many systems. */
    private static Rule since(String column, int firstYear) {
        return condition(
                "plausible",
                "is not before " + firstYear,
                "coalesce(%s >= DATE '%d-01-01', true)".formatted(column, firstYear));
    }

    private static Rule after(String start, String end) {
        return condition(
                "not_before_start", "does not come before " + start, "coalesce(%s >= %s, true)".formatted(end, start));
    }
}
