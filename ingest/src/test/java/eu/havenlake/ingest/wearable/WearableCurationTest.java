package eu.havenlake.ingest.wearable;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.ingest.file.SharedData;
import eu.havenlake.lake.silver.WearableTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WearableCurationTest {
    private static final String PRESSURE = """
            {"systolic_blood_pressure":{"value":%s,"unit":"mmHg"},"diastolic_blood_pressure":{"value":80,"unit":"mmHg"},
             "effective_time_frame":{"date_time":"2024-03-01T12:00:00Z"},"descriptive_statistic":"maximum"}""";

    @Test
    void valuesComeInTheOrderOfTheTable() {
        Instant noon = Instant.parse("2024-03-01T12:00:00Z");
        List<Verdict> verdicts = WearableCuration.read("x", "blood-pressure", "3.0", PRESSURE.formatted("120"));
        List<String> columns = WearableTables.WEARABLE_SAMPLE.ownColumns().stream()
                .map(column -> column.name())
                .skip(1)
                .toList();
        assertThat(columns)
                .containsExactly(
                        "sample_id",
                        "measure",
                        "value",
                        "unit",
                        "effective_start",
                        "effective_end",
                        "statistic",
                        "per",
                        "activity");
        assertThat(((Verdict.Accepted) verdicts.getLast()).values())
                .containsExactly("x", "diastolic_blood_pressure", 80.0, "mm[Hg]", noon, noon, "maximum", null, null);
    }

    @Test
    void oneNumberThatCannotBeTrueDoesNotTakeTheOtherWithIt() {
        assertThat(WearableCuration.read("x", "blood-pressure", "3.0", PRESSURE.formatted("1200")))
                .extracting(verdict -> verdict.getClass().getSimpleName())
                .containsExactly("Quarantined", "Accepted");
    }

    @Test
    void activityWithoutNumbersIsHeldWithTheReason() {
        assertThat(WearableCuration.read("x", "physical-activity", "1.0", "{\"activity_name\":\"yoga\"}"))
                .containsExactly(new Verdict.Quarantined("physical-activity 1.0: it holds no number"));
    }

    @Test
    void everyRecordOfTheConformanceSetGetsAVerdict() {
        Map<String, Long> verdicts = OpenMHealthSource.open(SharedData.path("openmhealth"))
                .read(new Origin("omh", Optional.empty(), false))
                .filter(record -> record.getProblem() == null)
                .flatMap(record -> WearableCuration.read(
                        record.getSampleId(), record.getSchemaName(), record.getSchemaVersion(), record.getJson())
                        .stream())
                .map(verdict -> verdict instanceof Verdict.Quarantined held
                                && held.reason().contains("is not read")
                        ? "unknown"
                        : verdict.getClass().getSimpleName())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        // 63 that should fail, an activity without numbers and the empty body of a data point.
        assertThat(verdicts).isEqualTo(Map.of("Accepted", 95L, "Quarantined", 65L, "unknown", 333L));
    }
}
