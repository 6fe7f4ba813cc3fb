package eu.havenlake.jobs.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedJsonTest {
    private static String masked(String json) {
        return MaskedJson.of(json).orElseThrow().replaceAll("\\s+", " ");
    }

    @Test
    void whatSaysWhoSomebodyIsIsHidden() {
        assertThat(masked("""
                {"resourceType": "Patient", "id": "p1", "name": [{"family": "Secretname", "given": ["Ann", "Zoe"]}],
                 "address": [{"postalCode": "12345"}], "birthDate": "1970-01-01", "gender": "female"}"""))
                .doesNotContain("p1", "Secretname", "Ann", "Zoe", "12345", "1970")
                .contains("\"resourceType\" : \"Patient\"", "\"gender\" : \"female\"")
                .contains("\"family\" : \"text of 10 characters\"", "\"birthDate\" : \"date of 10 characters\"");
    }

    @Test
    void whatSaysWhatWasMeasuredIsShown() {
        assertThat(masked("""
                {"code": {"coding": [{"system": "http://loinc.org", "code": "8867-4", "display": "Ann's pulse"}]},
                 "valueQuantity": {"value": 72.5, "unit": "/min"}, "active": true, "nothing": null}"""))
                .contains("\"code\" : \"8867-4\"", "72.5", "\"unit\" : \"/min\"", "true", "null")
                .doesNotContain("Ann");
    }

    @Test
    void textThatIsNoJsonIsNotShownAtAll() {
        assertThat(MaskedJson.of("{\"name\": \"Ann")).isEmpty();
        assertThat(MaskedJson.hidden("Ann Secretname")).isEqualTo("text of 14 characters");
    }
}
