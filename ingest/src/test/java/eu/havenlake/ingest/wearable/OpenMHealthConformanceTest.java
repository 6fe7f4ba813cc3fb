package eu.havenlake.ingest.wearable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.ingest.file.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test data that Open mHealth publishes with its schemas: what should pass does, what should fail does not. */
class OpenMHealthConformanceTest {
    private static final String DATA = "openmhealth/test-data/omh";

    /** Where HavenLake differs from the expectation, and why. */
    private static final Map<String, String> DEVIATIONS = Map.of(
            "data-point/1.0/shouldPass/empty-body.json",
            "the schema of the data point allows any body; HavenLake also holds it against the schema that its header names");

    private static Stream<WearableSample> records() {
        return OpenMHealthSource.open(SharedData.path(DATA)).read(new Origin("omh", Optional.empty(), false));
    }

    /** Records whose schema is read: all others are refused for that reason and say nothing about the rules. */
    private static List<WearableSample> judged() {
        return records()
                .filter(record -> record.getSchemaName() == null
                        ? record.getSource().startsWith("data-point/")
                        : BodySchemas.names().contains(record.getSchemaName()))
                .toList();
    }

    private static Optional<String> refusal(WearableSample record) {
        if (record.getProblem() != null) {
            return Optional.of(record.getProblem());
        }
        return switch (DataPoint.read(record.getSchemaName(), record.getSchemaVersion(), record.getJson())) {
            case DataPoint.Valid valid -> Optional.empty();
            case DataPoint.Invalid invalid -> Optional.of(invalid.reason());
        };
    }

    @Test
    void whatShouldPassPassesAndWhatShouldFailFails() {
        Set<String> wrong = judged().stream()
                .filter(record ->
                        refusal(record).isPresent() != record.getSource().contains("/shouldFail/"))
                .map(WearableSample::getSource)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(wrong).isEqualTo(new TreeSet<>(DEVIATIONS.keySet()));
    }

    @Test
    void everyMeasureWithTestDataIsJudgedInEveryVersionOfIt() {
        Map<String, Set<String>> versions = judged().stream()
                .filter(record -> record.getSchemaName() != null)
                .collect(Collectors.groupingBy(
                        WearableSample::getSchemaName,
                        Collectors.mapping(WearableSample::getSchemaVersion, Collectors.toCollection(TreeSet::new))));
        assertThat(versions)
                .containsOnlyKeys(
                        "blood-glucose",
                        "blood-pressure",
                        "heart-rate",
                        "physical-activity",
                        "sleep-duration",
                        "step-count");
        versions.forEach((name, found) -> assertThat(found).isEqualTo(BodySchemas.versions(name)));
    }

    @Test
    void noReasonOfARefusalIsThatTheVersionIsUnknown() {
        assertThat(judged().stream().map(OpenMHealthConformanceTest::refusal).flatMap(Optional::stream))
                .isNotEmpty()
                .noneMatch(reason -> reason.contains("is not read"));
    }

    @Test
    void everyFileOfTheSetGivesOneRecord() throws IOException {
        try (Stream<Path> files = Files.walk(SharedData.path(DATA))) {
            assertThat(records().count())
                    .isEqualTo(files.filter(file -> file.toString().endsWith(".json"))
                            .count());
        }
    }

    /** The shared parts have test data of their own: folders of {@link #DATA} by the rule that should agree. */
    static Stream<Map.Entry<String, JsonRule>> parts() {
        return Stream.of(
                Map.entry("date-time", Vocabulary.dateTime()),
                Map.entry("time-frame", Vocabulary.FIRST_TIME_FRAME),
                Map.entry("duration-unit-value", Vocabulary.unitValue(Vocabulary.DURATIONS)),
                Map.entry("length-unit-value", Vocabulary.unitValue(Vocabulary.LENGTHS)),
                Map.entry("mass-unit-value", Vocabulary.unitValue(Vocabulary.MASSES)),
                Map.entry("kcal-unit-value", Vocabulary.unitValue("kcal")),
                Map.entry("systolic-blood-pressure", Vocabulary.unitValue("mmHg")),
                Map.entry("descriptive-statistic", JsonRule.oneOf(Vocabulary.STATISTICS)),
                Map.entry("temporal-relationship-to-meal", Vocabulary.TO_MEAL),
                Map.entry("temporal-relationship-to-sleep", Vocabulary.TO_SLEEP),
                Map.entry("temporal-relationship-to-physical-activity", Vocabulary.TO_ACTIVITY),
                Map.entry("body-posture", Vocabulary.POSTURE),
                Map.entry("body-location", Vocabulary.BODY_LOCATION),
                Map.entry("header", DataPointReader.HEADER));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void sharedPartPassesWhatItShould(Map.Entry<String, JsonRule> part) throws IOException {
        try (Stream<Path> files = Files.walk(SharedData.path(DATA).resolve(part.getKey()))) {
            List<Path> cases = files.filter(Files::isRegularFile).toList();
            assertThat(cases).isNotEmpty();
            for (Path file : cases) {
                boolean refused = part.getValue()
                        .violation("", new JsonMapper().readTree(Files.readString(file)))
                        .isPresent();
                assertThat(refused)
                        .as(file.toString())
                        .isEqualTo(file.toString().contains("shouldFail"));
            }
        }
    }
}
