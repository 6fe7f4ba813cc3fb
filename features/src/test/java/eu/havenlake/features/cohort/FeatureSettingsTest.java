package eu.havenlake.features.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.ConfigurationException;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureSettingsTest {
    private static final LocalDate LAST = LocalDate.of(2025, 12, 31);

    @Test
    void indexDateLeavesTheFollowUpBeforeTheLastContact() {
        assertThat(FeatureSettings.YEAR_BEFORE_LAST_CONTACT.indexFor(LAST)).isEqualTo(LocalDate.of(2024, 12, 31));
        assertThat(new FeatureSettings(Optional.empty(), 6).indexFor(LAST)).isEqualTo(LocalDate.of(2025, 6, 30));
    }

    @Test
    void givenIndexDateStands() {
        LocalDate given = LocalDate.of(2020, 2, 29);
        assertThat(new FeatureSettings(Optional.of(given), 12).indexFor(LAST)).isEqualTo(given);
    }

    @Test
    void followUpOfNoTimeIsRefused() {
        assertThatThrownBy(() -> new FeatureSettings(Optional.empty(), 0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("features.follow-up-months = 0 is not allowed. Use a value from 1 to 120.");
    }
}
