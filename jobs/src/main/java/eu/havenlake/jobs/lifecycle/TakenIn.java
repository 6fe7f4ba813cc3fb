package eu.havenlake.jobs.lifecycle;

import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Which sources this home has taken in whole, so that a run need not send them again. A source is known by its options
 * and by the name, size and time of each of its files.
 *
 * @param lake where it is kept
 * @param version version of HavenLake: a newer one may read more of the same files
 */
record TakenIn(Lake lake, String version) {
    /** One row per source. */
    static final Table SOURCE = Table.ops("source", "Sources of which bronze has every record")
            .column("fingerprint", STRING, "SHA-256 over the options, and the name, size and time of each file")
            .column("label", STRING, "What the source is called")
            .column("run", STRING, "Run that took it in")
            .column("at", TIMESTAMP, "When")
            .key("fingerprint");

    /** A source as it was found. */
    record Found(Source source, String fingerprint) {}

    /** The sources as they are now. */
    List<Found> find(List<Source> sources) {
        return sources.stream()
                .map(source -> new Found(source, fingerprint(source)))
                .toList();
    }

    /** Those that are not in bronze as they are now. */
    List<Found> fresh(List<Found> found) {
        Set<String> known = new HashSet<>();
        lake.read(SOURCE).select("fingerprint").collectAsList().forEach(row -> known.add(row.getString(0)));
        return found.stream()
                .filter(each -> each.source() instanceof Source.UserTopic || !known.contains(each.fingerprint()))
                .toList();
    }

    /** Keeps that all of them are in bronze. */
    void keep(List<Found> found, String run, Instant now) {
        List<Row> rows = found.stream()
                .map(each -> RowFactory.create(each.fingerprint(), each.source().label(), run, Timestamp.from(now)))
                .toList();
        if (!rows.isEmpty()) {
            lake.append(SOURCE, lake.rows(SOURCE, rows).coalesce(1));
        }
    }

    private String fingerprint(Source source) {
        List<String> lines = new ArrayList<>(List.of(version, source.toString()));
        source.paths().forEach(path -> lines.addAll(files(path)));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static List<String> files(Path path) {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(path)) {
            List<String> lines = new ArrayList<>();
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile).sorted()::iterator) {
                lines.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
            return lines;
        } catch (IOException e) {
            throw new HavenException("Cannot list %s: %s. Check that it can be read.".formatted(path, e), e);
        }
    }
}
