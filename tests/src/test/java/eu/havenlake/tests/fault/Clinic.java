package eu.havenlake.tests.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** So many FHIR resources of a clinic that a command is found in the middle of them, and the decisions of its patients. */
final class Clinic {
    static final int PATIENTS = 100;
    /** Those who decided nothing. */
    static final int UNDECIDED = 10;

    static final int OBSERVATIONS = 20_000;
    static final int RESOURCES = 5 * PATIENTS + OBSERVATIONS;
    static final int DECISIONS = PATIENTS - UNDECIDED;

    private final Path root;

    Clinic(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(fhir());
        writeFhir();
        writeDecisions();
    }

    Path fhir() {
        return root.resolve("clinic");
    }

    Path decisions() {
        return root.resolve("decisions.csv");
    }

    private void writeFhir() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int patient = 0; patient < PATIENTS; patient++) {
            lines.append("""
                    {"resourceType": "Patient", "id": "p%1$d", "gender": "female", "birthDate": "1970-01-01"}
                    {"resourceType": "Encounter", "id": "e%1$d", "status": "finished", "class": {"code": "AMB"}, "subject": {"reference": "Patient/p%1$d"}, "period": {"start": "2024-01-01T08:00:00Z", "end": "2024-01-01T09:00:00Z"}}
                    {"resourceType": "Condition", "id": "c%1$d", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "44054006"}]}, "subject": {"reference": "Patient/p%1$d"}, "onsetDateTime": "2024-01-01T08:00:00Z"}
                    {"resourceType": "MedicationRequest", "id": "m%1$d", "status": "active", "intent": "order", "medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "860975"}]}, "subject": {"reference": "Patient/p%1$d"}, "authoredOn": "2024-01-01T08:00:00Z"}
                    {"resourceType": "Procedure", "id": "r%1$d", "status": "completed", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "274031008"}]}, "subject": {"reference": "Patient/p%1$d"}, "performedDateTime": "2024-01-01T08:00:00Z"}
                    """.formatted(patient));
        }
        for (int number = 0; number < OBSERVATIONS; number++) {
            lines.append("""
                    {"resourceType": "Observation", "id": "o%d", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}, "subject": {"reference": "Patient/p%d"}, "effectiveDateTime": "2024-03-01T08:00:00Z", "valueQuantity": {"value": %d, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"}}
                    """.formatted(number, number % PATIENTS, 50 + number % 50));
        }
        Files.writeString(fhir().resolve("all.ndjson"), lines);
    }

    private void writeDecisions() throws IOException {
        StringBuilder lines = new StringBuilder("donor,decision,purposes,categories,from,until\n");
        for (int patient = 0; patient < DECISIONS; patient++) {
            lines.append("clinic:p%d,grant,,,2020-01-01T00:00:00Z,%n".formatted(patient));
        }
        Files.writeString(decisions(), lines);
    }
}
