package eu.havenlake.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), text);
    }

    private List<CsvFile.Row> rows(String text) throws IOException {
        return CsvFile.open(file(text), "image").rows().toList();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> CsvFile.open(folder.resolve("labels.csv"), "image"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("labels.csv: there is no such file")
                .hasMessageContaining("Check the path");
    }

    @Test
    void valuesAreNamedByTheHeaderWhateverItsCase() throws IOException {
        assertThat(rows("Image, LABEL\na.png, ill\n"))
                .containsExactly(new CsvFile.Row(
                        2, "a.png, ill", Map.of("image", "a.png", "label", "ill"), java.util.Optional.empty()));
    }

    @Test
    void quotedFieldMayHoldCommasAndQuotes() throws IOException {
        assertThat(rows("image,label\n\"a,\"\"1\"\".png\",ill\n").getFirst().value("image"))
                .contains("a,\"1\".png");
    }

    @Test
    void emptyFieldHasNoValue() throws IOException {
        assertThat(rows("image,label\na.png,\n").getFirst().value("label")).isEmpty();
    }

    @Test
    void byteOrderMarkAndBlankLinesAreNoPartOfTheData() throws IOException {
        assertThat(rows("\uFEFFimage,label\n\na.png,ill\n\n"))
                .singleElement()
                .satisfies(row -> assertThat(row.line()).isEqualTo(3));
    }

    @Test
    void brokenLineSpoilsItselfOnly() throws IOException {
        List<CsvFile.Row> rows = rows("image,label\n\"a.png,ill\nb.png,well,extra\n\"c\"x,ill\nd.png,ill\n");
        assertThat(rows)
                .extracting(row -> row.problem().orElse("fine"))
                .containsExactly(
                        "it is not CSV: a quoted field is not closed on this line",
                        "it has 3 fields, the header has 2",
                        "it is not CSV: a quoted field is followed by something other than a comma",
                        "fine");
        assertThat(rows.getFirst().text()).isEqualTo("\"a.png,ill");
    }

    @Test
    void missingColumnIsTheUsersErrorAndNamesThoseFound() {
        assertThatThrownBy(() -> CsvFile.open(file("file,class\na,b\n"), "image", "label"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("labels.csv")
                .hasMessageContaining("no column \"image\"")
                .hasMessageContaining("file, class");
    }

    @Test
    void columnGivenTwiceIsTheUsersError() {
        assertThatThrownBy(() -> rows("image,label,Label\n"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("two columns \"label\"");
    }

    @Test
    void emptyFileIsTheUsersError() {
        assertThatThrownBy(() -> rows("\n\n"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("it is empty");
    }

    @Test
    void fileThatIsNotThereIsTheUsersError() {
        assertThatThrownBy(() -> CsvFile.open(folder.resolve("none.csv"), "image"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("none.csv");
    }
}
