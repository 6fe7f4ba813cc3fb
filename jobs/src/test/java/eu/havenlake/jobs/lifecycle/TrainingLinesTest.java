package eu.havenlake.jobs.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.jobs.report.EventFile;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Pace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLinesTest {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private TrainingLines lines;

    @BeforeEach
    void begin() {
        lines = new TrainingLines(said::add, EventFile.begin(folder, Clock.systemUTC()));
    }

    @Test
    void aLineSaysHowFarItIsAndHowLongItTakes() {
        lines.epoch(evaluated(3, 10, Pace.ALONE));
        assertThat(said)
                .singleElement()
                .asString()
                .contains("epoch  3/10  loss 0.500", "validation loss 0.600", "120 images/s", "about 56 s to go")
                .doesNotContain("workers", "waiting");
    }

    @Test
    void aLineWithinAnEpochSaysWhichPartOfItIsDone() {
        lines.epoch(evaluated(3, 5, Pace.ALONE));
        assertThat(said).singleElement().asString().contains("epoch  2.50/10", "about 120 s to go");
    }

    @Test
    void severalWorkersShareTheirTimeWithTheExchange() {
        lines.epoch(evaluated(1, 10, new Pace(4, 0.12, 0.03, 2, 1.1)));
        assertThat(said).singleElement().asString().contains("on 4 workers, exchange 12 %, waiting for images 3 %");
    }

    @Test
    void aMachineThatHoldsUpTheOthersIsNamed() {
        lines.epoch(evaluated(1, 10, new Pace(4, 0.7, 0, 2, 6.25)));
        assertThat(said)
                .hasSize(2)
                .last()
                .asString()
                .contains("Worker 2 needs 6.3 times as long as the one in the middle: look at its machine.");
    }

    /** After 8 seconds since the evaluation before. */
    private static EpochRecord evaluated(int epoch, int iteration, Pace pace) {
        EpochRecord.Figures figures = new EpochRecord.Figures(0.6, 0.7, 0.65, 0.8);
        return new EpochRecord(epoch, 10, iteration, 10, 0.01, 0.5, 0.75, figures, 120, 8, false, pace);
    }
}
