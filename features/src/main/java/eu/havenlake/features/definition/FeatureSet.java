package eu.havenlake.features.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Features that belong together, in the order of their columns.
 *
 * @param features each with a name of its own
 */
public record FeatureSet(List<Feature> features) {
    private static final int YEAR = 365;
    private static final int MONTH = 30;
    private static final int ALWAYS = 0;

    public FeatureSet {
        features = List.copyOf(features);
        Set<String> names = new HashSet<>();
        for (Feature feature : features) {
            if (!names.add(feature.name())) {
                throw new IllegalArgumentException("Two features are called " + feature.name() + ": rename one.");
            }
        }
    }

    /**
     * What is known of a donor before unplanned care: age, sex, frequent diagnoses, vital signs and laboratory results,
     * prescriptions, earlier contacts, and the last month of a wearable.
     */
    public static FeatureSet unplannedCare() {
        return new FeatureSet(Stream.of(person(), conditions(), results(), care(), wearable())
                .flatMap(List::stream)
                .toList());
    }

    /** The features that are taken from one of {@code sources}. */
    public List<Feature> from(Source... sources) {
        return features.stream()
                .filter(feature -> List.of(sources).contains(feature.source()))
                .toList();
    }

    private static List<Feature> person() {
        return List.of(
                property("age", "Age that is reached in the year of the index date", "a"),
                property("female", "1 where the administrative gender is female, 0 where it is another", ""));
    }

    private static Feature property(String name, String meaning, String unit) {
        return new Feature(name, meaning, unit, Source.PATIENT, List.of(), "", ALWAYS, Statistic.PROPERTY);
    }

    /** Groups of SNOMED CT codes. They hold the codes that Synthea uses, not all descendants of a concept. */
    private static List<Feature> conditions() {
        return List.of(
                condition("hypertension", "Essential hypertension", "59621000", "38341003"),
                condition("prediabetes", "Prediabetes", "15777000", "714628002"),
                condition("diabetes", "Diabetes mellitus", "44054006", "73211009", "46635009"),
                condition("obesity", "Body mass index of 30 or more", "162864005", "408512008", "414916001"),
                condition("dyslipidaemia", "Hyperlipidaemia", "55822004", "302870006", "267432004"),
                condition("metabolic_syndrome", "Metabolic syndrome X", "237602007"),
                condition("anaemia", "Anaemia", "271737000"),
                condition(
                        "heart_disease",
                        "Ischaemic heart disease, infarction, heart failure, atrial fibrillation",
                        "414545008",
                        "53741008",
                        "22298006",
                        "401303003",
                        "401314000",
                        "88805009",
                        "84114007",
                        "49436004",
                        "399211009"),
                condition(
                        "kidney_disease", "Chronic kidney disease", "431855005", "431856006", "433144002", "431857002"),
                condition("lung_disease", "Asthma and COPD", "195967001", "233678006", "185086009", "87433001"),
                condition(
                        "chronic_pain",
                        "Chronic pain, migraine, fibromyalgia",
                        "82423001",
                        "278860009",
                        "203082005",
                        "279039007",
                        "124171000119105",
                        "37849005"),
                condition("pregnancy_history", "Pregnancy, or one in the past", "72892002", "161744009"),
                condition("stress", "Stress", "73595000"),
                condition("social_isolation", "Social isolation, limited social contact", "422650009", "423315002"),
                condition("violence", "Violence by a partner or in the environment", "706893006", "424393004"),
                condition(
                        "substance_use",
                        "Unhealthy drinking, misuse of drugs, smoking",
                        "10939881000119105",
                        "361055000",
                        "7200002",
                        "6525002",
                        "449868002"));
    }

    private static Feature condition(String name, String meaning, String... snomed) {
        return new Feature(
                "condition_" + name,
                meaning + ", at any time up to the index date",
                "",
                Source.CONDITION,
                List.of(snomed),
                "",
                ALWAYS,
                Statistic.PRESENT);
    }

    private static List<Feature> results() {
        return Stream.of(
                        result("bmi", "Body mass index", "kg/m2", "39156-5"),
                        result("weight", "Body weight", "kg", "29463-7"),
                        result("systolic", "Systolic blood pressure", "mm[Hg]", "8480-6"),
                        result("diastolic", "Diastolic blood pressure", "mm[Hg]", "8462-4"),
                        result("heart_rate", "Heart rate", "/min", "8867-4"),
                        result("pain", "Pain severity, 0 to 10", "{score}", "72514-3"),
                        result("hba1c", "Haemoglobin A1c", "%", "4548-4"),
                        result("glucose", "Glucose in blood", "mg/dL", "2339-0", "2345-7"),
                        result("cholesterol", "Total cholesterol", "mg/dL", "2093-3"),
                        result("creatinine", "Creatinine", "mg/dL", "2160-0", "38483-4"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Feature> result(String name, String meaning, String unit, String... loinc) {
        List<String> codes = List.of(loinc);
        return List.of(
                new Feature(
                        name + "_latest",
                        meaning + ", latest",
                        unit,
                        Source.OBSERVATION,
                        codes,
                        unit,
                        2 * YEAR,
                        Statistic.LATEST),
                new Feature(
                        name + "_mean",
                        meaning + ", mean",
                        unit,
                        Source.OBSERVATION,
                        codes,
                        unit,
                        2 * YEAR,
                        Statistic.MEAN),
                new Feature(
                        name + "_slope",
                        meaning + ", slope of the line through three values or more",
                        "(" + unit + ")/a",
                        Source.OBSERVATION,
                        codes,
                        unit,
                        2 * YEAR,
                        Statistic.SLOPE));
    }

    private static List<Feature> care() {
        return List.of(
                new Feature(
                        "medications",
                        "Different medications prescribed",
                        "",
                        Source.MEDICATION,
                        List.of(),
                        "",
                        YEAR,
                        Statistic.COUNT_OF_CODES),
                encounters("ambulatory", "Ambulatory contacts", "AMB"),
                encounters("emergency", "Emergency contacts", "EMER"),
                encounters("inpatient", "Stays in hospital", "IMP", "ACUTE", "NONAC"),
                encounters("virtual", "Contacts from afar", "VR"));
    }

    private static Feature encounters(String name, String meaning, String... classes) {
        return new Feature(
                "encounters_" + name, meaning, "", Source.ENCOUNTER, List.of(classes), "", YEAR, Statistic.COUNT);
    }

    private static List<Feature> wearable() {
        return List.of(
                worn(
                        "resting_heart_rate",
                        "Resting heart rate: 5th percentile",
                        "/min",
                        "heart_rate",
                        Statistic.LOW_PERCENTILE),
                worn("steps_per_day", "Steps on a day with any", "{steps}", "step_count", Statistic.DAILY_SUM_MEAN),
                worn(
                        "sleep_hours",
                        "Hours of sleep that ended on a day",
                        "h",
                        "sleep_duration",
                        Statistic.DAILY_SUM_MEAN));
    }

    private static Feature worn(String name, String meaning, String unit, String measure, Statistic statistic) {
        return new Feature(name, meaning, unit, Source.WEARABLE, List.of(measure), unit, MONTH, statistic);
    }
}
