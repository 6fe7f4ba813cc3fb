package eu.havenlake.ingest.imaging;

import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.file.CsvFile;
import eu.havenlake.ingest.file.FileTree;
import eu.havenlake.lake.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of PNG and JPEG pictures with a label file: columns {@code image} (path below the folder) and {@code label},
 * optionally {@code donor} or {@code patient}; all others are kept as attributes, of which those that identify a person
 * stay in bronze.
 *
 * <p>Every line of the label file and every picture of the folder gives one record. What does not fit (a picture
 * without label, a label without picture, a picture that does not decode) gives a record with the reason.
 */
public final class ImageFolder {
    private static final String IMAGE = "image";
    private static final String LABEL = "label";
    private static final List<String> WHOSE = List.of("donor", "patient");
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg");

    private final FileTree folder;
    private final Path labels;
    private final List<CsvFile.Row> rows;

    private ImageFolder(FileTree folder, Path labels, List<CsvFile.Row> rows) {
        this.folder = folder;
        this.labels = labels;
        this.rows = rows;
    }

    /**
     * Opens a folder and reads its label file.
     *
     * @throws eu.havenlake.lake.HavenException where the folder or the label file cannot be read, or the file lacks a
     *     column
     */
    public static ImageFolder open(Path folder, Path labels) {
        try (Stream<CsvFile.Row> rows = CsvFile.open(labels, IMAGE, LABEL).rows()) {
            return new ImageFolder(FileTree.ofFolder(folder, "--images"), labels, rows.toList());
        }
    }

    /** How many records {@link #read} gives, for showing progress. */
    public long size() {
        return rows.size() + unlabelled().count();
    }

    /** Copies the pictures into {@code store} and gives their records, one at a time. */
    public Stream<ImagingInstance> read(Origin origin, ObjectStore store) {
        Set<Path> seen = new HashSet<>();
        return Stream.concat(
                rows.stream().map(row -> labelled(row, origin, store, seen)),
                unlabelled().map(file -> unlabelled(file, origin, store)));
    }

    private Stream<Path> unlabelled() {
        Set<Path> labelled = new HashSet<>();
        rows.forEach(row -> row.value(IMAGE).flatMap(this::resolve).ifPresent(labelled::add));
        return folder.files().stream().filter(file -> isPicture(file) && !labelled.contains(file));
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** The picture that a label names; empty where the name leads out of the folder. */
    private Optional<Path> resolve(String image) {
        try {
            Path file = folder.root().resolve(image).normalize();
            return file.startsWith(folder.root()) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private ImagingInstance labelled(CsvFile.Row row, Origin origin, ObjectStore store, Set<Path> seen) {
        InstanceDraft draft = new InstanceDraft(origin, place(row));
        row.value(WHOSE.get(0)).or(() -> row.value(WHOSE.get(1))).ifPresent(draft::named);
        row.value(LABEL).ifPresent(draft::label);
        draft.attributes(attributes(row));
        Optional<Path> file = row.value(IMAGE).flatMap(this::resolve).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return draft.attribute("line", row.text())
                    .problem(withoutPicture(row))
                    .record();
        }
        if (!seen.add(file.get())) {
            return draft.attribute("line", row.text())
                    .problem(place(row) + ": its picture has a label already, on a line before")
                    .record();
        }
        if (row.value(LABEL).isEmpty()) {
            draft.problem(place(row) + ": the label is empty");
        }
        return picture(draft, file.get(), store);
    }

    private String withoutPicture(CsvFile.Row row) {
        String reason = row.problem()
                .orElseGet(() -> row.value(IMAGE)
                        .map(image -> resolve(image).isPresent()
                                ? "there is no picture " + image
                                : "the picture is outside the folder")
                        .orElse("the name of the picture is empty"));
        return place(row) + ": " + reason;
    }

    private String place(CsvFile.Row row) {
        return labels.getFileName() + ":" + row.line();
    }

    private static Map<String, String> attributes(CsvFile.Row row) {
        Map<String, String> others = new LinkedHashMap<>(row.values());
        others.remove(IMAGE);
        others.remove(LABEL);
        WHOSE.forEach(others::remove);
        return others;
    }

    private ImagingInstance unlabelled(Path file, Origin origin, ObjectStore store) {
        InstanceDraft draft = new InstanceDraft(origin, folder.name(file))
                .problem("%s: it has no label in %s".formatted(folder.name(file), labels.getFileName()));
        return picture(draft, file, store);
    }

    private ImagingInstance picture(InstanceDraft draft, Path file, ObjectStore store) {
        draft.source(folder.name(file));
        try {
            draft.object(store.put(file));
            PictureHeader header = PictureHeader.of(file);
            draft.mediaType(header.mediaType());
            draft.width(header.width());
            draft.height(header.height());
        } catch (IOException e) {
            draft.problem("%s: it cannot be read (%s)".formatted(folder.name(file), e.getMessage()));
        } catch (PictureHeader.Undecodable e) {
            draft.problem("%s: %s".formatted(folder.name(file), e.getMessage()));
        }
        return draft.record();
    }
}
