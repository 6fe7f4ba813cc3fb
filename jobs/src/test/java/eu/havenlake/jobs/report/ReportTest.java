package eu.havenlake.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.jobs.report.ReportData.Head;
import eu.havenlake.jobs.report.ReportData.Held;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<String> SECTIONS = List.of(
            "cycle",
            "way",
            "consent",
            "quarantine",
            "quality",
            "features",
            "images",
            "outcomes",
            "stages",
            "tables",
            "access");

    private static final String FULL = Report.render(SampleReport.full());
    private static final String EMPTY = Report.render(ReportData.empty(SampleReport.HEAD));

    @Test
    void everySectionIsThereAndInTheContents() {
        for (String section : SECTIONS) {
            for (String page : List.of(FULL, EMPTY)) {
                assertThat(page).contains("<section id=\"" + section + "\">").contains("href=\"#" + section + "\"");
            }
        }
    }

    @Test
    void emptyHomeSaysWhichCommandFillsEachSection() {
        for (String section : SECTIONS.subList(1, SECTIONS.size())) {
            assertThat(section(EMPTY, section)).contains("class=\"nothing\"").contains("<code>haven ");
        }
        assertThat(EMPTY).doesNotContain("data-chart=\"").doesNotContain("<img");
    }

    @Test
    void fullHomeHasNoPlaceholders() {
        for (String section : List.of("way", "consent", "quarantine", "quality", "features", "images", "tables")) {
            assertThat(section(FULL, section)).doesNotContain("class=\"nothing\"");
        }
    }

    @Test
    void countsAreRightAndSeparated() {
        assertThat(section(FULL, "way"))
                .contains("<td>FHIR resources of synthea-demo</td><td class=\"n\">184,210</td>")
                .contains("<td class=\"name\">ehr_fhir</td><td class=\"n\">184,210</td>"
                        + "<td class=\"n\">184,198</td><td class=\"n\">12</td>")
                .contains("<td class=\"name\">gold_demo.image_tensor</td><td class=\"n\">570</td>");
        assertThat(section(FULL, "consent")).contains("<td class=\"n\">12,408</td><td class=\"n\">14</td>");
    }

    @Test
    void summaryAddsUp() {
        assertThat(KeyFigure.of(SampleReport.full()))
                .extracting(figure -> figure.name() + ": " + figure.value())
                .containsExactly(
                        "records in bronze: 276,397",
                        "in quarantine: 110",
                        "waiting for consent: 17,720",
                        "rows in silver: 106,280",
                        "held-out ROC-AUC: 0.875",
                        "time of the last runs: 7 min 09 s");
    }

    @Test
    void waitingRecordsComeWithTheRemedy() {
        assertThat(section(FULL, "consent"))
                .contains("haven collect --consent FILE")
                .contains("--basis");
    }

    @Test
    void stagesThatAreNotThereYetAreNamed() {
        for (String stage : List.of("plan", "publish", "preserve")) {
            assertThat(section(FULL, "cycle")).contains("<li class=\"missing\"><b>" + stage + "</b>");
        }
        assertThat(section(FULL, "cycle")).contains("<li class=\"done\"><b>curate</b>");
        assertThat(section(EMPTY, "cycle")).contains("<li class=\"open\"><b>curate</b>");
    }

    @Test
    void modelStandsBesideTheMajorityClass() {
        assertThat(section(FULL, "images"))
                .contains("always “0 none”")
                .contains("<td>balanced accuracy</td><td class=\"n\"><b>0.591 (0.482–0.689)</b></td>"
                        + "<td class=\"n\">0.200 (0.200–0.200)</td>");
    }

    @Test
    void whatAModelIsWorthElsewhereStandsApartFromItsOwnFigures() {
        String elsewhere = section(FULL, "images").split("On other donors' images, study screening", -1)[1];
        assertThat(elsewhere)
                .contains("· balanced accuracy 0.")
                .contains("Figures on 80 images of study screening of 80 donors")
                .contains("<code>gold_screening.image_tensor</code> version 7");
        assertThat(section(FULL, "images")).contains("Figures on 118 held-out images of 118 donors");
    }

    @Test
    void outcomeWithTooFewDonorsHasNoFigure() {
        String mimic = section(FULL, "outcomes").split("mimic: readmission", -1)[1];
        assertThat(mimic).contains("Too few").doesNotContain("ROC-AUC");
    }

    @Test
    void textFromDataCannotBecomeMarkup() {
        String attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        ReportData data = ReportData.empty(new Head(attack, SampleReport.NOW, attack, attack))
                .withNote(attack);
        ReportData held = new ReportData(
                data.head(),
                Map.of(attack, 1L),
                List.of(new ReportData.TopicFlow(attack, 1, 1)),
                List.of(),
                List.of(),
                List.of(new Held(attack, attack, attack, 1, 0)),
                List.of(new ReportData.RuleCount(attack, attack, attack, 1, 1)),
                List.of(new ReportData.Distribution(
                        attack, attack, attack, 1, 0, Optional.empty(), List.of(new ReportData.Bin(attack, 1)))),
                SampleReport.full().models(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                data.notes());

        String page = Report.render(held);

        assertThat(page)
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .contains("&lt;script&gt;alert(1)");
        assertThat(page.split("<script", -1)).hasSize(2);
    }

    @Test
    void namesInChartsCannotLeaveTheirAttribute() {
        String chart = new Chart(
                        "\"><script>", "", false, List.of(1.0), List.of(new Chart.Series("a' b\"", List.of(1.0))))
                .json();
        assertThat(chart).contains("\\\"><script>");
        ReportData data = SampleReport.full();
        String page = Report.render(data);
        Matcher charts = Pattern.compile("data-chart=\"([^\"]*)\"").matcher(page);
        List<String> found = new ArrayList<>();
        while (charts.find()) {
            found.add(charts.group(1));
        }
        assertThat(found).hasSize(7).allMatch(json -> json.endsWith("}"));
    }

    @Test
    void pageLoadsNothingFromOutside() {
        Matcher loads = Pattern.compile("(?i)(?:\\ssrc|\\shref|\\saction|\\sposter)\\s*=\\s*\"([^\"]*)\"")
                .matcher(FULL);
        List<String> targets = new ArrayList<>();
        while (loads.find()) {
            targets.add(loads.group(1));
        }
        assertThat(targets)
                .hasSizeGreaterThan(20)
                .allMatch(target -> target.startsWith("#") || target.startsWith("data:image/png;base64,"));
        assertThat(FULL)
                .doesNotContain("<link")
                .doesNotContain("@import")
                .doesNotContainPattern("url\\(\\s*['\"]?(?!data:)")
                .contains("default-src 'none'");
    }

    @Test
    void pseudonymsAndImageIdsStayInTheLake() {
        assertThat(FULL).doesNotContain("secret-pseudonym").doesNotContain("image-1");
    }

    @Test
    void writingReplacesTheFileAsAWhole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("reports/report.html");
        Report.write(file, ReportData.empty(SampleReport.HEAD));
        Report.write(file, SampleReport.full());

        assertThat(file).hasContent(FULL);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void folderThatCannotBeMadeIsTheUsersError(@TempDir Path folder) throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("reports"));
        assertThatThrownBy(() -> Report.write(notAFolder.resolve("a.html"), ReportData.empty(SampleReport.HEAD)))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot write the report");
    }

    private static String section(String page, String id) {
        String from = page.substring(page.indexOf("<section id=\"" + id + "\">"));
        return from.substring(0, from.indexOf("</section>"));
    }
}
