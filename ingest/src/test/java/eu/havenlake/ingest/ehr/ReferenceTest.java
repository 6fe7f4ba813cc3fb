package eu.havenlake.ingest.ehr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    /** The form, as FHIR R4 2.3.0.3 gives it. */
    private static final Pattern RESTFUL = Pattern.compile(
            "(?:https?://[^?#]*/)?([A-Z][A-Za-z]*)/([A-Za-z0-9.\\-]{1,64})(?:/_history/[A-Za-z0-9.\\-]+)?");

    private static final List<String> PARTS = List.of(
            "http:",
            "https:",
            "ftp:",
            "/",
            "/",
            "/",
            "Patient",
            "Group",
            "patient",
            "Nothing",
            "_history",
            "p1",
            "-.",
            "?",
            "#",
            "",
            " ",
            "x".repeat(64),
            "x".repeat(65));

    @ParameterizedTest
    @CsvSource({
        "Patient/p1, Patient/p1",
        "Patient/p1/_history/3, Patient/p1",
        "https://ehr.example/fhir/r4/Encounter/e-1.2, Encounter/e-1.2",
        "http://a//Group/g, Group/g",
        "http://a/Patient/1/Group/g/_history/x, Group/g",
        "http://a/_history/Patient/p1, Patient/p1",
        "https://a/Patient/1/_history/Group/g, Group/g",
    })
    void restfulReferenceNamesItsResource(String reference, String named) {
        assertThat(Reference.parse(reference)).map(Reference::toString).contains(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "Patient",
                "Patient/",
                "/Patient/p1",
                "http://Patient/p1",
                "urn:uuid:0b6f1a7c",
                "#p1",
                "Patient?identifier=1",
                "https://a/b?c=/Patient/p1",
                "Patient/p 1",
                "Patient/p1/_history/",
                "Unknown/p1"
            })
    void whatNamesNoResourceIsNone(String reference) {
        assertThat(Reference.parse(reference)).isEmpty();
    }

    @Test
    void agreesWithTheFormOnWhateverIsPutTogether() {
        Random random = new Random(1);
        int named = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(10); parts >= 0; parts--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            Optional<Reference> expected = byForm(text.toString());
            assertThat(Reference.parse(text.toString())).as(text.toString()).isEqualTo(expected);
            named += expected.isPresent() ? 1 : 0;
        }
        assertThat(named).isGreaterThan(100);
    }

    private static Optional<Reference> byForm(String text) {
        Matcher form = RESTFUL.matcher(text);
        return form.matches() && R4.hasResourceType(form.group(1))
                ? Optional.of(new Reference(form.group(1), form.group(2)))
                : Optional.empty();
    }
}
