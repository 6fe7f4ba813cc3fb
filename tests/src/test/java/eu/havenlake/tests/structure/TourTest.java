package eu.havenlake.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md names only what is there. */
class TourTest {
    private static final Path ROOT = Path.of(System.getProperty("haven.root"));
    private static final Pattern CLASS = Pattern.compile("`(eu\\.havenlake\\.[a-z.]+\\.[A-Z]\\w+)`");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");

    private static List<String> named(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java") && !file.contains("/target/"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyClassOfTheTourExists() throws IOException {
        Set<String> sources = sources();
        assertThat(named(CLASS)).hasSizeGreaterThan(10).allSatisfy(name -> {
            String file = "/src/main/java/" + name.replace('.', '/') + ".java";
            assertThat(sources).anyMatch(source -> source.endsWith(file));
        });
    }

    @Test
    void everyTestOfTheTourExists() throws IOException {
        Set<String> sources = sources();
        assertThat(named(TEST))
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(sources)
                        .anyMatch(source -> source.contains("/src/test/") && source.endsWith("/" + name + ".java")));
    }
}
