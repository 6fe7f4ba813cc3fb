package eu.havenlake.ingest.ehr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
    private static final Subject P1 = new Subject.Patient("p1");
    private static final Subject NOBODY = new Subject.Nobody();

    private static Subject subject(String type, String members) {
        try {
            JsonNode resource = JsonMapper.builder().build().readTree("{" + members.replace('\'', '"') + "}");
            return Subject.of(type, Optional.of("own"), resource, new BundleReferences(Optional.empty()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(members, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Observation         | 'subject':{'reference':'Patient/p1'}",
                "AllergyIntolerance  | 'patient':{'reference':'Patient/p1/_history/3'}",
                "Coverage            | 'beneficiary':{'reference':'https://hospital.example/fhir/Patient/p1'}",
                "Task                | 'for':{'reference':'Patient/p1'}",
                "ResearchSubject     | 'individual':{'reference':'Patient/p1'}",
                "Account             | 'subject':[{'reference':'Device/d'},{'reference':'Patient/p1'}]",
                "Appointment         | 'participant':[{'actor':{'reference':'Patient/p1'}},{'actor':{'display':'Dr X'}}]",
                "Provenance          | 'target':[{'reference':'Encounter/e'},{'reference':'Patient/p1'}]",
                "AuditEvent          | 'agent':[{'who':{'reference':'Patient/p1'}}],'entity':[{'what':{'display':'x'}}]",
                "Observation         | 'performer':[{'reference':'Patient/p1'}]"
            })
    void patientIsFoundWhereTheTypeNamesOne(String type, String members) {
        assertThat(subject(type, members)).isEqualTo(P1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "Observation   | 'subject':{'reference':'Group/g'},'performer':[{'reference':'Patient/p1'}]",
                "Observation   | 'subject':{'reference':'Device/d'}",
                "Observation   | 'subject':{'reference':'Location?identifier=v'}",
                "Observation   | 'subject':{'identifier':{'value':'7'},'type':'Group'}",
                "Observation   | 'subject':{'reference':'#d'},'contained':[{'resourceType':'Device','id':'d'}]",
                "Observation   | 'code':{}",
                "Group         | 'member':[{'entity':{'reference':'Patient/p1'}},{'entity':{'reference':'Patient/p2'}}]",
                "Practitioner  | 'subject':{'reference':'Patient/p1'}"
            })
    void resourceAboutNoSinglePatientIsNobodys(String type, String members) {
        assertThat(subject(type, members)).isEqualTo(NOBODY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'subject':{'reference':'urn:uuid:1'}",
                "'subject':{'reference':'Patient?identifier=s,v'}",
                "'subject':{'reference':'#p'},'contained':[{'resourceType':'Patient','id':'p'}]",
                "'subject':{'display':'Jane Doe'}",
                "'subject':{'identifier':{'value':'7'},'type':'Patient'}"
            })
    void patientWhoCannotBeFoundIsNotTakenForNobody(String members) {
        assertThat(subject("Observation", members)).isInstanceOf(Subject.Unknown.class);
    }

    @Test
    void patientIsItsOwnSubjectAndNotThatOfItsLinks() {
        assertThat(subject("Patient", "'link':[{'other':{'reference':'Patient/p2'}}]"))
                .isEqualTo(new Subject.Patient("own"));
    }

    @Test
    void patientWithoutIdIsUnknown() {
        JsonNode empty = JsonMapper.builder().build().createObjectNode();

        assertThat(Subject.of("Patient", Optional.empty(), empty, new BundleReferences(Optional.empty())))
                .isInstanceOf(Subject.Unknown.class);
    }

    @Test
    void r4Has146ResourceTypesAndTheCompartmentNoOthers() {
        assertThat(R4.resourceTypes()).hasSize(146);
        assertThat(R4.resourceTypes()).containsAll(PatientCompartment.types());
    }
}
