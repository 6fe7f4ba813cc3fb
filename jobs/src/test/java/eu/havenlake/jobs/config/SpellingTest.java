package eu.havenlake.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void nearestWordIsNamed() {
        assertThat(Spelling.advice("epoch", List.of("batch", "epochs", "patience")))
                .isEqualTo("Did you mean epochs?");
    }

    @Test
    void allWordsAreNamedWhereNoneIsNear() {
        assertThat(Spelling.advice("colour", List.of("batch", "epochs"))).isEqualTo("Use one of batch, epochs.");
    }

    @Test
    void fourChangesAreTooMany() {
        assertThat(Spelling.advice("abc", List.of("abcdef"))).isEqualTo("Did you mean abcdef?");
        assertThat(Spelling.advice("abc", List.of("abcdefg"))).isEqualTo("Use one of abcdefg.");
    }

    @Test
    void distanceCountsChangedLettersAsLevenshteinDid() {
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.distance("abc", "")).isEqualTo(3);
        assertThat(Spelling.distance("same", "same")).isZero();
    }
}
