package eu.havenlake.ingest.wearable;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.ingest.file.FileTree;
import eu.havenlake.ingest.file.TextLines;
import eu.havenlake.ingest.wearable.JsonPieces.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Open mHealth data points below a folder, in files named {@code .json}, {@code .ndjson} or {@code .jsonl}, plain or
 * {@code .gz}: one data point, an array of them, or one a line. A file of a body alone is of the schema and version that
 * its path gives as {@code <schema>/<version>/}.
 *
 * <p>Reading does not judge the bodies, {@link DataPoint} does: so a record that today's rules refuse is in the lake for
 * those of tomorrow.
 */
public final class OpenMHealthSource {
    private static final Set<String> ENDINGS = Set.of("json", "ndjson", "jsonl");
    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.(\\d+|x)");
    private static final int LARGEST = 1 << 28;

    private final FileTree tree;

    private OpenMHealthSource(FileTree tree) {
        this.tree = tree;
    }

    /**
     * Opens a folder, or a single file.
     *
     * @throws eu.havenlake.lake.HavenException where there is nothing to read
     */
    public static OpenMHealthSource open(Path path) {
        return new OpenMHealthSource(FileTree.of(path, "--open-mhealth").keeping(OpenMHealthSource::isData));
    }

    private static boolean isData(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** The records of all files, one file open at a time. */
    public Stream<WearableSample> read(Origin origin) {
        return tree.records(file -> records(file, origin));
    }

    private Stream<WearableSample> records(Path file, Origin origin) {
        DataPointReader reader = new DataPointReader(origin, schema(file));
        if (!file.getFileName()
                .toString()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.gz$", "")
                .endsWith(".json")) {
            return lines(file, reader);
        }
        Piece whole = whole(file);
        if (whole.problem().isPresent()) {
            return Stream.of(reader.read(tree.name(file), whole));
        }
        List<Piece> pieces = JsonPieces.of(whole.text());
        if (pieces.isEmpty()) {
            return Stream.of(reader.read(tree.name(file), new Piece(whole.text(), Optional.of("it is empty"))));
        }
        boolean broken = pieces.getLast().problem().isPresent();
        return broken && isOnePerLine(whole.text()) ? lines(file, reader) : numbered(file, reader, pieces);
    }

    private Stream<WearableSample> lines(Path file, DataPointReader reader) {
        return TextLines.of(file)
                .filter(line -> !line.blank())
                .map(line -> reader.read(
                        tree.name(file) + ":" + line.number(),
                        line.problem().isPresent() ? new Piece("", line.problem()) : DataPointReader.one(line.text())));
    }

    private Stream<WearableSample> numbered(Path file, DataPointReader reader, List<Piece> pieces) {
        String name = tree.name(file);
        return IntStream.range(0, pieces.size())
                .mapToObj(i -> reader.read(pieces.size() == 1 ? name : name + "#" + (i + 1), pieces.get(i)));
    }

    private static Piece whole(Path file) {
        try (InputStream in = TextLines.open(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
            return bytes.length <= LARGEST
                    ? new Piece(text, Optional.empty())
                    : new Piece(
                            "",
                            Optional.of("it has more than %d bytes; write one data point a line".formatted(LARGEST)));
        } catch (IOException e) {
            return new Piece("", Optional.of("it breaks off: " + e.getMessage()));
        }
    }

    /** Whether the first line holds a whole data point: then a broken one spoils its line only. */
    private static boolean isOnePerLine(String text) {
        List<Piece> first = text.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(JsonPieces::of)
                .orElse(List.of());
        return first.size() == 1
                && first.getFirst().problem().isEmpty()
                && first.getFirst().text().startsWith("{");
    }

    /** The schema that the deepest {@code <schema>/<version>/} of a path names. */
    private static Optional<SchemaId> schema(Path file) {
        for (int i = file.getNameCount() - 2; i > 0; i--) {
            String version = file.getName(i).toString();
            String name = file.getName(i - 1).toString();
            if (VERSION.matcher(version).matches() && SCHEMA.matcher(name).matches()) {
                return Optional.of(new SchemaId(name, version));
            }
        }
        return Optional.empty();
    }

    /** Name and version of a schema. */
    record SchemaId(String name, String version) {}
}
