package eu.havenlake.training.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Message.Note NOTE = new Message.Note(3, 1, new double[] {7}, new float[0]);

    private final Inbox inbox = new Inbox();

    @Test
    void aNoteMayComeBeforeItIsAskedForOrAfter() {
        inbox.put(NOTE);
        assertThat(inbox.take(3, 1)).isCompletedWithValue(NOTE);
        CompletableFuture<Message.Note> asked = inbox.take(3, 2);
        assertThat(asked).isNotDone();
        Message.Note late = new Message.Note(3, 2, new double[0], new float[0]);
        inbox.put(late);
        assertThat(asked).isCompletedWithValue(late);
    }

    @Test
    void nobodyWaitsForALostWorkerAndWhatItToldBeforeIsGiven() {
        inbox.put(NOTE);
        CompletableFuture<Message.Note> waiting = inbox.take(4, 1);
        CompletableFuture<Message.Note> ofAnother = inbox.take(4, 2);
        inbox.lose(1, lost());
        assertThat(inbox.take(3, 1)).isCompletedWithValue(NOTE);
        assertThat(waiting).isCompletedExceptionally();
        assertThat(inbox.take(5, 1)).isCompletedExceptionally();
        assertThat(ofAnother).isNotDone();
    }

    @Test
    void theFirstRefusalIsToldToAllThatWaitAndAllThatCome() {
        CompletableFuture<Message.Note> waiting = inbox.take(4, 2);
        inbox.refuse("No space left.");
        inbox.refuse("No space left, says another.");
        inbox.lose(2, lost());
        for (CompletableFuture<Message.Note> note : List.of(waiting, inbox.take(5, 2))) {
            assertThat(note)
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(HavenException.class)
                    .withMessageEndingWith("No space left.");
        }
    }

    private static IOException lost() {
        return new IOException("it left");
    }
}
