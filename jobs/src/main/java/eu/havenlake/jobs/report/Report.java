package eu.havenlake.jobs.report;

import eu.havenlake.lake.HavenException;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The page: style, script, images and figures in one file. */
public final class Report {
    private static final String WEBJAR = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    private Report() {}

    /**
     * What the page needs beside the data.
     *
     * @param style all style sheets
     * @param script all scripts
     * @param cycle stages of the life cycle
     * @param figures key figures of the home
     */
    public record Frame(String style, String script, List<LifeCycleStage> cycle, List<KeyFigure> figures) {}

    /** The report as an HTML document. */
    public static String render(ReportData data) {
        Frame frame = new Frame(
                text(WEBJAR + "uPlot.min.css") + text("report.css"),
                text(WEBJAR + "uPlot.iife.min.js") + text("report.js"),
                LifeCycleStage.of(data),
                KeyFigure.of(data));
        StringOutput page = new StringOutput(1 << 17);
        TEMPLATES.render("report.jte", Map.of("data", data, "frame", frame), page);
        return page.toString();
    }

    /**
     * Writes the report, whole or not at all.
     *
     * @return {@code file}
     * @throws HavenException if it cannot be written
     */
    public static Path write(Path file, ReportData data) {
        String page = render(data);
        Path target = file.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            Path aside = Files.createTempFile(target.getParent(), ".report-", ".html");
            try {
                Files.writeString(aside, page);
                move(aside, target);
            } finally {
                Files.deleteIfExists(aside);
            }
            return file;
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot write the report %s: %s. Make the folder writable, or free some space.".formatted(file, e),
                    e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String text(String resource) {
        try (InputStream in = Report.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Cannot make the report: " + resource + " is not on the class path.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
