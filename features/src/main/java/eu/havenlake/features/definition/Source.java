package eu.havenlake.features.definition;

/** Which kind of record a feature is taken from. */
public enum Source {
    /** Sex and year of birth. */
    PATIENT,
    /** Diagnoses, by SNOMED CT code. */
    CONDITION,
    /** Numeric results, by LOINC code. */
    OBSERVATION,
    /** Prescriptions. */
    MEDICATION,
    /** Contacts with health care, by HL7 v3 ActCode. */
    ENCOUNTER,
    /** What a wearable measured, by the measure's name in the lake. */
    WEARABLE
}
