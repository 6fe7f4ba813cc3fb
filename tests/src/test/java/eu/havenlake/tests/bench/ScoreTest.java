package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTest {
    private static final Duel DUEL = new Duel("Copying", "rows/s", 0.7, 3);

    @TempDir
    private Path folder;

    @Test
    void ratioIsOfTheMedians() {
        assertThat(score(new double[] {9, 2, 4}, new double[] {3, 3, 1}).ratio())
                .isEqualTo(0.75);
    }

    @Test
    void tableShowsEveryRunAndTheBar() {
        assertThat(score(new double[] {9, 2, 4}, new double[] {3, 3, 1}).table())
                .contains("9.00      2.00      4.00      4.00           250      8.00             2")
                .contains("3.00      3.00      1.00      3.00           333      6.00             2")
                .contains("ratio 0.75, bar >= 0.70: met (by CPU time 0.75)")
                .contains(Runtime.getRuntime().availableProcessors() + " cores");
    }

    @Test
    void slowIsToldAndNoFailure() {
        assertThat(score(new double[] {5}, new double[] {3}).table()).contains("ratio 0.60, bar >= 0.70: missed");
    }

    @Test
    void sidesThatDidDifferentWorkAreRefused() {
        assertThatThrownBy(() -> DUEL.run(new Counting(10), new Counting(9), folder, "none"))
                .isInstanceOf(AssertionError.class);
    }

    private static Score score(double[] ours, double[] theirs) {
        return new Score(DUEL, 1000, column(ours), column(theirs));
    }

    private static Score.Column column(double[] seconds) {
        Score.Column column = new Score.Column("a side");
        Arrays.stream(seconds).forEach(s -> column.add(new Score.Run(1000, s, 2 * s, 2048)));
        return column;
    }

    private record Counting(long items) implements Side, Side.Work {
        @Override
        public String name() {
            return items + " rows";
        }

        @Override
        public Work prepare(Path run) {
            return this;
        }

        @Override
        public void run() {}
    }
}
