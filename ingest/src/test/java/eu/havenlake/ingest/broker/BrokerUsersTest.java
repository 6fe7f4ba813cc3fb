package eu.havenlake.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerUsersTest {
    @TempDir
    Path kafka;

    private BrokerUsers users;

    @BeforeEach
    void nobodyYet() {
        users = new BrokerUsers(kafka);
    }

    @Test
    void brokerWithoutUsersIsNotWanted() throws IOException {
        assertThat(users.wanted()).isFalse();
    }

    @Test
    void brokerIsWantedUntilItsLastUserLeaves() throws IOException {
        var first = users.enter();
        var second = users.enter();
        Files.delete(first);
        assertThat(users.wanted()).isTrue();
        Files.delete(second);
        assertThat(users.wanted()).isFalse();
    }

    @Test
    void keptBrokerIsWantedWithoutUsers() throws IOException {
        users.keep();
        assertThat(users.wanted()).isTrue();
        users.release();
        assertThat(users.wanted()).isFalse();
    }

    @Test
    void userWhoseNumberWasGivenToAnotherProcessIsGone() throws IOException {
        var self = ProcessIdentity.current();
        var dayBefore = self.startedAt().toEpochMilli() - 86_400_000;
        addUser(self.pid() + "-" + dayBefore + "-1.user");
        assertThat(users.anyAlive()).isFalse();
    }

    @Test
    void deadAreDroppedAndTheLivingStay() throws IOException, InterruptedException {
        var alive = users.enter();
        var ended = new ProcessBuilder("true").start();
        var dead = addUser(ended.pid() + "-" + System.currentTimeMillis() + "-1.user");
        ended.waitFor();
        var foreign = addUser("notes.txt");
        users.dropDead();
        assertThat(alive).exists();
        assertThat(dead).doesNotExist();
        assertThat(foreign).doesNotExist();
    }

    private Path addUser(String name) throws IOException {
        return Files.createFile(Files.createDirectories(kafka.resolve("users")).resolve(name));
    }
}
