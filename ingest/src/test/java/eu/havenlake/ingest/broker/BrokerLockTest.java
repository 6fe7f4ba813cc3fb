package eu.havenlake.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerLockTest {
    @Test
    void isHeldByOneAtATime(@TempDir Path kafka) throws Exception {
        try (var held = BrokerLock.tryTake(kafka).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(BrokerLock.tryTake(kafka)).isEmpty();
            assertThat(BrokerLock.take(kafka, Duration.ofMillis(120))).isEmpty();
        }
        BrokerLock.tryTake(kafka).orElseThrow().close();
    }

    @Test
    void isGivenToTheOneThatWaits(@TempDir Path kafka) throws Exception {
        var held = BrokerLock.tryTake(kafka).orElseThrow();
        Thread.ofVirtual().start(() -> closeAfter(held, Duration.ofMillis(150)));
        var next = BrokerLock.take(kafka, Duration.ofSeconds(20));
        assertThat(next).isPresent();
        next.get().close();
    }

    private static void closeAfter(BrokerLock lock, Duration time) {
        try {
            Thread.sleep(time);
            lock.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
