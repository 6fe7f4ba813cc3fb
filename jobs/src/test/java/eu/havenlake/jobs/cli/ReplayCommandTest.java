package eu.havenlake.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import eu.havenlake.lake.ConfigurationException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-10T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-01T08:30:00Z, 2026-11-01T08:30:00Z",
        "12h, 2026-11-10T00:00:00Z",
        "7d, 2026-11-03T12:00:00Z"
    })
    void timeIsADayAnInstantOrSoMuchBeforeNow(String text, Instant meant) {
        assertThat(ReplayCommand.time(text, NOW)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "7w", "", "2026-11-01T08"})
    void otherTextsAreRefusedWithWhatMayBeWritten(String text) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ReplayCommand.time(text, NOW))
                .withMessageContaining("--since " + text)
                .withMessageContaining("7d");
    }
}
