package eu.havenlake.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.access.Study;
import eu.havenlake.lake.table.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A study with the settings that its file gives beside its purpose.
 *
 * @param study what it may read
 * @param settings blocks that go over those of {@code conf/haven.conf}
 */
public record StudyFile(Study study, Config settings) {
    private static final String ENDING = ".conf";

    /** Reads nothing and sets nothing. */
    public static final StudyFile NONE = new StudyFile(
            new Study("none", "", "none", Set.of(), Set.of(), Optional.empty(), Optional.empty()),
            ConfigFactory.empty());

    /** The keys of a study's file that say what the study is. */
    private record Description(
            String title,
            String purpose,
            Set<Category> categories,
            Set<String> datasets,
            Optional<LocalDate> from,
            Optional<LocalDate> until) {
        static final List<String> KEYS = List.of("title", "purpose", "categories", "datasets", "from", "until");
    }

    /** The study that a data set gets where no other is named. */
    public static String idOf(String dataset) {
        return dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_").replaceAll("^_+|_+$", "");
    }

    static StudyFile find(Path studies, String id, Optional<String> dataset) {
        Path file = studies.resolve(id + ENDING);
        if (Files.isReadable(file)) {
            return read(id, Settings.parse(file));
        }
        return dataset.map(name -> overDataset(id, name))
                .orElseThrow(() -> new ConfigurationException("Cannot find study %s: there is no %s. %s"
                        .formatted(id, file, Spelling.advice(id, ids(studies)))));
    }

    private static StudyFile overDataset(String id, String dataset) {
        return new StudyFile(
                new Study(
                        id,
                        "Images of " + dataset,
                        "research",
                        Set.of(Category.IMAGING),
                        Set.of(dataset),
                        Optional.empty(),
                        Optional.empty()),
                ConfigFactory.empty());
    }

    private static StudyFile read(String id, Config file) {
        Config description = file;
        Config settings = file;
        for (String key : file.root().keySet()) {
            if (Description.KEYS.contains(key)) {
                settings = settings.withoutPath(key);
            } else {
                description = description.withoutPath(key);
            }
        }
        RecordReader reader = new RecordReader();
        Optional<Description> read = reader.read(description, "", Description.class);
        reader.throwIfAny();
        Description said = read.orElseThrow();
        Study study = new Study(
                id, said.title(), said.purpose(), said.categories(), said.datasets(), said.from(), said.until());
        return new StudyFile(study, settings);
    }

    static List<String> ids(Path studies) {
        try (Stream<Path> files = Files.list(studies)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
