package eu.havenlake.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfusionTest {
    @Test
    void nameOfAClassMayBreakAfterEachUnderscoreOnly() {
        assertThat(Confusion.parts("no_tumor_seen")).containsExactly("no_", "tumor_", "seen");
        assertThat(Confusion.parts("moderate")).containsExactly("moderate");
    }
}
