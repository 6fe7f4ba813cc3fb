package eu.havenlake.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
    private static final String TEXT = "one\ntwo\nthree\n".repeat(2000);

    @TempDir
    private Path folder;

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void linesOfAnArchiveAreThoseOfItsText() throws IOException {
        Path plain = Files.writeString(folder.resolve("a.ndjson"), TEXT);
        Path archive = Files.write(folder.resolve("a.ndjson.gz"), zipped(TEXT));
        assertThat(TextLines.of(archive).toList())
                .isEqualTo(TextLines.of(plain).toList())
                .hasSize(6000);
    }

    @Test
    void archiveThatBreaksOffEndsWithTheReason() throws IOException {
        byte[] whole = zipped(TEXT);
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 12));
        List<TextLines.Line> lines = TextLines.of(cut).toList();
        assertThat(lines.getLast().problem()).get().asString().startsWith("the file breaks off here");
        assertThat(lines.subList(0, lines.size() - 1))
                .allMatch(line -> line.problem().isEmpty());
    }

    @Test
    void fileThatIsNoArchiveGivesTheReason() throws IOException {
        Path text = Files.writeString(folder.resolve("text.gz"), "text");
        assertThat(TextLines.of(text))
                .singleElement()
                .satisfies(line -> assertThat(line.problem()).isPresent());
    }

    @Test
    void bytesThatAreNotUtf8DoNotEndTheReading() throws IOException {
        Path latin = Files.write(folder.resolve("latin"), "M\u00fcller\nnext".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(TextLines.of(latin).map(TextLines.Line::text)).containsExactly("M\uFFFDller", "next");
    }
}
