package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WearableSetTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DemoSize SIZE = new DemoSize("tiny", 30, 5, 10, 2);
    private static final List<SyntheticDonor> DONORS = FewDonors.list(30);

    @TempDir
    private Path folder;

    private final WearableSet set = new WearableSet(3, SIZE);
    private final List<JsonNode> points = new ArrayList<>();

    @BeforeEach
    void readBack() throws IOException {
        set.write(folder, DONORS, line -> {});
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    points.add(JSON.readTree(line));
                }
            }
        }
    }

    @Test
    void wearersAreAdultsOfTheDonors() {
        Set<String> users = points.stream()
                .map(point -> point.at("/header/user_id").asText())
                .collect(Collectors.toSet());
        Map<String, SyntheticDonor> byId =
                DONORS.stream().collect(Collectors.toMap(SyntheticDonor::patient, donor -> donor));
        assertThat(users).hasSize(5).allMatch(user -> byId.get(user).ageOn(Demo.INDEX) >= 18);
    }

    @Test
    void everyPointHasAHeaderAndAnIdOfItsOwn() {
        assertThat(points).hasSizeGreaterThan(3000).allSatisfy(point -> {
            assertThat(point.at("/header/schema_id/namespace").asText()).isEqualTo("omh");
            assertThat(point.at("/header/acquisition_provenance/source_name").asText())
                    .contains("synthetic");
            assertThat(Instant.parse(point.at("/header/creation_date_time").asText()))
                    .isAfter(end(point));
        });
        assertThat(points.stream().map(point -> point.at("/header/id").asText()).distinct())
                .hasSize(points.size());
    }

    @Test
    void bodiesHaveTheFormOfTheirSchema() {
        assertThat(points).allSatisfy(point -> {
            JsonNode body = point.path("body");
            switch (point.at("/header/schema_id/name").asText() + " "
                    + point.at("/header/schema_id/version").asText()) {
                case "heart-rate 1.1" -> assertQuantity(body.path("heart_rate"), "beats/min");
                case "step-count 2.0" ->
                    assertThat(body.path("step_count").isIntegralNumber()).isTrue();
                case "sleep-duration 2.0" -> assertQuantity(body.path("sleep_duration"), "h");
                case "body-weight 1.0" -> assertQuantity(body.path("body_weight"), "kg");
                default -> throw new AssertionError("no such schema: " + point);
            }
        });
    }

    @Test
    void everyMeasureLiesBeforeTheIndexDateOrBeforeTheEnd() {
        Instant index = Demo.INDEX.atStartOfDay().plusHours(12).toInstant(ZoneOffset.UTC);
        Instant end = Demo.END.atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant later = Demo.END.minusDays(10).atStartOfDay().toInstant(ZoneOffset.UTC);
        assertThat(points.stream().map(WearableSetTest::end))
                .allMatch(time -> time.isBefore(index) || time.isAfter(later) && time.isBefore(end))
                .anyMatch(time -> time.isAfter(later));
    }

    private static void assertQuantity(JsonNode quantity, String unit) {
        assertThat(quantity.path("value").isNumber()).isTrue();
        assertThat(quantity.path("unit").asText()).isEqualTo(unit);
    }

    private static Instant end(JsonNode point) {
        JsonNode frame = point.at("/body/effective_time_frame");
        return Instant.parse(
                frame.has("date_time")
                        ? frame.path("date_time").asText()
                        : frame.at("/time_interval/end_date_time").asText());
    }
}
