package eu.havenlake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static final String TASK = """
            Job aborted due to stage failure: Task 1 in stage 3.0 failed 1 times, most recent failure: Lost task 1.0 in stage 3.0 (TID 7) (localhost executor driver): java.util.concurrent.TimeoutException: Cannot fetch record after polling for 10000
            \tat org.apache.spark.Something.that(Does.scala:1)""";

    @Test
    void fullDiskIsFoundWhereverItIsTold() {
        assertThat(Trouble.isFullDisk(new UncheckedIOException(new IOException("No space left on device"))))
                .isTrue();
        assertThat(Trouble.isFullDisk(
                        new IllegalStateException(TASK.replace("Cannot fetch", "java.io.IOException: File too large"))))
                .isTrue();
        assertThat(Trouble.isFullDisk(new IOException((String) null))).isFalse();
    }

    @Test
    void wordsAreThoseOfTheCauseInOneLine() {
        assertThat(Trouble.words(new IllegalStateException("a query failed", new IllegalStateException(TASK))))
                .isEqualTo("Cannot fetch record after polling for 10000");
        assertThat(Trouble.words(new IllegalStateException("java.io.IOException: a disk is bad\n\tat")))
                .isEqualTo("a disk is bad");
        assertThat(Trouble.words(new StackOverflowError())).isEqualTo("StackOverflowError");
    }
}
