package eu.havenlake.ingest.fuzz;

import java.util.List;

/**
 * Sound records that mutations begin with. What identifies their donors is in all of them, and nowhere else in a sound
 * record, so that a reason that repeats it can be told: see {@link #IDENTIFYING}.
 */
public final class Templates {
    /** Parts of names and numbers of the donors, in lower case. */
    public static final List<String> IDENTIFYING = List.of("zephy", "quandt", "77q31", "mill lane");

    /** FHIR R4 resources of each type that silver has, and one that it has not. */
    public static final List<String> FHIR = List.of("""
            {"resourceType":"Patient","id":"zephyrine-x77q31","meta":{"lastUpdated":"2024-05-01T08:00:00Z"},"identifier":[{"system":"urn:mrn","value":"MRN-x77q31"}],"name":[{"family":"Quandtlinger","given":["Zephyrine"]}],"telecom":[{"system":"phone","value":"+49 x77q31"}],"gender":"female","birthDate":"1961-07-04","deceasedDateTime":"2024-02-01","address":[{"line":["Mill Lane 3"],"postalCode":"69120","country":"DE"}],"contact":[{"name":{"text":"Zephyrin Quandtlinger"}}]}""", """
            {"resourceType":"Encounter","id":"e1","meta":{"lastUpdated":"2024-05-01T08:00:00.123Z"},"status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"type":[{"coding":[{"system":"http://snomed.info/sct","code":"308335008"}],"text":"Visit of Zephyrine"}],"subject":{"reference":"Patient/zephyrine-x77q31","display":"Zephyrine Quandtlinger"},"period":{"start":"2024-01-01T08:00:00Z","end":"2024-01-01T09:00:00+01:00"}}""", """
            {"resourceType":"Condition","id":"c1","clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"code":"confirmed"}]},"category":[{"coding":[{"code":"encounter-diagnosis"}]}],"code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006","display":"Diabetes mellitus type 2"}],"text":"Zephyrine's diabetes"},"subject":{"reference":"Patient/zephyrine-x77q31"},"encounter":{"reference":"Encounter/e1"},"onsetPeriod":{"start":"2020-01","end":"2021"},"abatementDateTime":"2023-05-06","recordedDate":"2020-02-01T10:00:00-05:00"}""", """
            {"resourceType":"Observation","id":"o1","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}]},"subject":{"reference":"Patient/zephyrine-x77q31"},"encounter":{"reference":"Encounter/e1"},"effectiveDateTime":"2024-03-01T08:00:00Z","valueQuantity":{"value":72.50,"unit":"beats/minute","system":"http://unitsofmeasure.org","code":"/min"},"interpretation":[{"coding":[{"code":"N"}]}],"note":[{"text":"Zephyrine was calm"}]}""", """
            {"resourceType":"Observation","id":"o2","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"subject":{"reference":"Patient/zephyrine-x77q31"},"effectivePeriod":{"start":"2024-03-01T08:00:00Z","end":"2024-03-01T08:05:00Z"},"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":121,"unit":"mmHg","code":"mm[Hg]"}},{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":79,"unit":"mmHg","code":"mm[Hg]","comparator":"<"}}]}""", """
            {"resourceType":"Observation","id":"o3","status":"amended","code":{"coding":[{"system":"http://loinc.org","code":"72166-2"}]},"subject":{"reference":"Patient/zephyrine-x77q31"},"effectiveTiming":{"event":["2024-03-01","2024-03-02T10:00:00Z"]},"valueRatio":{"numerator":{"value":3,"unit":"mg"},"denominator":{"value":4,"unit":"dL"}},"dataAbsentReason":{"coding":[{"code":"unknown"}]}}""", """
            {"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order","contained":[{"resourceType":"Medication","id":"med","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"860975"}]}}],"medicationReference":{"reference":"#med"},"subject":{"reference":"Patient/zephyrine-x77q31"},"requester":{"display":"Dr. Quandtlinger"},"authoredOn":"2024-01-01T08:00:00Z"}""", """
            {"resourceType":"Procedure","id":"r1","status":"completed","code":{"coding":[{"system":"http://snomed.info/sct","code":"274031008"}]},"subject":{"reference":"https://clinic.example/fhir/Patient/zephyrine-x77q31"},"performedPeriod":{"start":"2024-01-01T08:00:00Z","end":"2024-01-01T08:30:00Z"}}""", """
            {"resourceType":"Medication","id":"med2","code":{"coding":[{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"860975"}]},"batch":{"lotNumber":"x77q31"}}""");

    /** A Bundle, whose entries are records of their own. */
    public static final String BUNDLE = """
            {"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:aaaaaaaa-0000-4000-8000-000000000001","resource":%s},{"fullUrl":"urn:uuid:aaaaaaaa-0000-4000-8000-000000000002","resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"urn:uuid:aaaaaaaa-0000-4000-8000-000000000001"},"effectiveInstant":"2024-03-01T08:00:00Z","valueInteger":70}}]}""".formatted(FHIR.getFirst());

    /** Open mHealth data points of several schemas. */
    public static final List<String> DATA_POINTS = List.of(
            point(
                    "heart-rate",
                    "1.0",
                    "{\"heart_rate\":{\"value\":68,\"unit\":\"beats/min\"},\"effective_time_frame\":{\"date_time\":\"2024-03-01T08:00:00Z\"},\"temporal_relationship_to_physical_activity\":\"at rest\",\"user_notes\":\"Zephyrine, resting\"}"),
            point(
                    "step-count",
                    "2.0",
                    "{\"step_count\":4200,\"effective_time_frame\":{\"time_interval\":{\"start_date_time\":\"2024-03-01T00:00:00+01:00\",\"duration\":{\"value\":1,\"unit\":\"d\"}}},\"descriptive_statistic\":\"sum\",\"descriptive_statistic_denominator\":\"d\"}"),
            point(
                    "body-weight",
                    "1.0",
                    "{\"body_weight\":{\"value\":150.5,\"unit\":\"lb\"},\"effective_time_frame\":{\"date_time\":\"2024-03-01T08:00:00.5Z\"}}"),
            point(
                    "blood-pressure",
                    "2.0",
                    "{\"systolic_blood_pressure\":{\"value\":120,\"unit\":\"mmHg\"},\"diastolic_blood_pressure\":{\"value\":80,\"unit\":\"mmHg\"},\"effective_time_frame\":{\"date_time\":\"2024-03-01T08:00:00-05:00\"},\"body_posture\":\"sitting\"}"),
            point(
                    "physical-activity",
                    "1.2",
                    "{\"activity_name\":\"walking\",\"effective_time_frame\":{\"time_interval\":{\"start_date_time\":\"2024-03-01T08:00:00Z\",\"end_date_time\":\"2024-03-01T09:00:00Z\"}},\"distance\":{\"value\":3.2,\"unit\":\"mi\"},\"kcal_burned\":{\"value\":160,\"unit\":\"kcal\"}}"),
            point(
                    "sleep-duration",
                    "2.0",
                    "{\"sleep_duration\":{\"value\":7.5,\"unit\":\"h\"},\"effective_time_frame\":{\"time_interval\":{\"end_date_time\":\"2024-03-01T07:00:00Z\",\"duration\":{\"value\":480,\"unit\":\"min\"}}}}"),
            point(
                    "blood-glucose",
                    "1.0",
                    "{\"blood_glucose\":{\"value\":5.5,\"unit\":\"mmol/L\"},\"effective_time_frame\":{\"date\":\"2024-03-01\",\"part_of_day\":\"morning\"},\"temporal_relationship_to_meal\":\"fasting\"}"));

    private Templates() {}

    private static String point(String schema, String version, String body) {
        return """
                {"header":{"id":"%1$s-1","creation_date_time":"2024-03-02T00:00:00Z","schema_id":{"namespace":"omh","name":"%1$s","version":"%2$s"},"acquisition_provenance":{"source_name":"Zephyrine's watch","modality":"sensed"},"user_id":"zephyrine-x77q31"},"body":%3$s}""".formatted(schema, version, body);
    }
}
