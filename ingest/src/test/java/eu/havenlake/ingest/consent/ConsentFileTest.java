package eu.havenlake.ingest.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentFileTest {
    private static final String HEADER = "donor,decision,purposes,categories,from,until\n";

    @TempDir
    private Path folder;

    private List<ConsentDecision> read(String name, String text) throws IOException {
        return ConsentFile.open(Files.writeString(folder.resolve(name), text))
                .read()
                .toList();
    }

    private ConsentDecision csv(String line) throws IOException {
        return read("consent.csv", HEADER + line + "\n").getFirst();
    }

    @Test
    void grantForPurposesAndCategoriesAndATime() throws IOException {
        ConsentDecision decision =
                csv("eyes:p1,grant,retina_study;teaching,imaging; clinical,2024-01-01,2025-01-01T12:00:00+01:00");
        assertThat(decision.getProblem()).isNull();
        assertThat(decision.getDonor()).isEqualTo("eyes:p1");
        assertThat(decision.getDataset()).isEqualTo("eyes");
        assertThat(decision.getDecision()).isEqualTo("grant");
        assertThat(decision.getPurposes()).containsExactly("retina_study", "teaching");
        assertThat(decision.getCategories()).containsExactly("imaging", "clinical");
        assertThat(decision.getValidFrom()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
        assertThat(decision.getValidUntil()).isEqualTo(Instant.parse("2025-01-01T11:00:00Z"));
        assertThat(decision.getSource()).isEqualTo("consent.csv:2");
    }

    @Test
    void jsonSaysTheSameAsCsv() throws IOException {
        ConsentDecision csv = csv("eyes:p1,withdraw,teaching,imaging;clinical,2024-01-01,");
        ConsentDecision json = read("consent.ndjson", """
                        {"donor":"eyes:p1","decision":"withdraw","purposes":["teaching"],\
                        "categories":["imaging","clinical"],"from":"2024-01-01","until":null}
                        """).getFirst();
        json.setSource(csv.getSource());
        json.setText(csv.getText());
        assertThat(json).isEqualTo(csv);
    }

    @Test
    void columnsThatAreLeftOutMeanAllPurposesAndCategoriesAtAllTimes() throws IOException {
        ConsentDecision decision =
                read("consent.csv", "donor,decision\neyes:p1,grant\n").getFirst();
        assertThat(decision.getProblem()).isNull();
        assertThat(decision.getPurposes()).isEmpty();
        assertThat(decision.getCategories()).isEmpty();
        assertThat(decision.getValidFrom()).isNull();
        assertThat(decision.getValidUntil()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eyes:p1,allow,,,,           | decision \"allow\" is not one of grant, withdraw",
                "eyes:p1,,,,,                | decision \"\" is not one of",
                "eyes:p1,grant,,genetic,,    | category \"genetic\" is not one of clinical, wearable, imaging",
                "eyes:p1,grant,Any purpose,,,| purpose \"Any purpose\" does not match",
                "eyes:p1,grant,,,01.02.2024, | \"from\" is neither a date",
                "eyes:p1,grant,,,,2024-02-30 | \"until\" is neither a date",
                "eyes:p1,grant,,,2024-02-01,2024-01-01 | it begins on 2024-02-01T00:00:00Z, not before its end",
                "eyes:p1,grant,,,2024-02-01,2024-02-01 | not before its end",
                "secret,grant,,,,            | the donor is not written as <dataset>:<patient>",
                ":secret,grant,,,,           | the donor is not written as",
                ",grant,,,,                  | the donor is not written as",
                "eyes:p1,grant,,,            | it has 5 fields, the header has 6",
                "\"eyes:secret,grant,,,,     | it is not CSV"
            })
    void whatIsWrongIsAProblemThatNamesNobody(String line, String reason) throws IOException {
        ConsentDecision decision = csv(line.strip());
        assertThat(decision.getProblem())
                .startsWith("consent.csv:2: ")
                .contains(reason.strip())
                .doesNotContain("secret");
        assertThat(decision.getText()).isEqualTo(line.strip());
    }

    @Test
    void basisOfADataSetCanOnlyBeEnded() throws IOException {
        assertThat(csv("eyes:*,withdraw,,,,").getProblem()).isNull();
        assertThat(csv("eyes:*,withdraw,,,,").getDonor()).isEqualTo("eyes:*");
        assertThat(csv("eyes:*,grant,,,,").getProblem()).contains("--basis");
        assertThat(csv("eyes:*,withdraw,,imaging,,").getProblem()).contains("as a whole");
    }

    @Test
    void memberThatIsSpeltWrongDoesNotWidenTheDecision() throws IOException {
        assertThat(read("consent.jsonl", "{\"donor\":\"eyes:p1\",\"decision\":\"grant\",\"category\":\"imaging\"}\n")
                        .getFirst()
                        .getProblem())
                .contains("\"category\" is not one of donor, decision, purposes, categories");
    }

    @Test
    void brokenLineSpoilsItselfOnly() throws IOException {
        String good = "{\"donor\":\"eyes:p1\",\"decision\":\"grant\"}";
        List<ConsentDecision> decisions = read("consent.ndjson", good + "\n{\"donor\":\"eyes:secret\n[1]\n" + good);
        assertThat(decisions)
                .extracting(ConsentDecision::getProblem)
                .containsExactly(
                        null, "consent.ndjson:2: it is not JSON", "consent.ndjson:3: it is not a JSON object", null);
    }

    @Test
    void fileWithoutItsColumnsOrNotThereIsTheUsersError() {
        assertThatThrownBy(() -> read("consent.csv", "patient,decision\np1,grant\n"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("no column \"donor\"");
        assertThatThrownBy(() -> ConsentFile.open(folder.resolve("none.csv")))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("--consent");
    }
}
