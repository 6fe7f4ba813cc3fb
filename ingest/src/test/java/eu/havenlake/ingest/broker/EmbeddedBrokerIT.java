package eu.havenlake.ingest.broker;

import static eu.havenlake.ingest.broker.BrokerStatus.Condition.DEAD;
import static eu.havenlake.ingest.broker.BrokerStatus.Condition.RUNNING;
import static eu.havenlake.ingest.broker.BrokerStatus.Condition.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.ingest.broker.BrokerStatus.Running;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real broker in processes of its own: {@code mvn package} of deploy/kafka has put its jars there. */
class EmbeddedBrokerIT {
    private static final Path JARS =
            Path.of(System.getProperty("haven.root")).resolve("deploy/kafka/target/jars-kafka");

    @TempDir
    Path home;

    private BrokerFolders folders;

    @BeforeEach
    void ownHome() {
        folders = BrokerFolders.under(home, JARS);
    }

    @AfterEach
    void nothingStays() throws Exception {
        var process = BrokerState.read(folders.state())
                .flatMap(state -> state.process().running());
        if (process.isPresent()) {
            process.get().destroyForcibly();
            process.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void isStartedJoinedAndStoppedByItsLastUser() throws Exception {
        assertThat(EmbeddedBroker.status(folders).condition()).isEqualTo(STOPPED);
        var first = EmbeddedBroker.open(folders);
        var second = EmbeddedBroker.open(folders);
        assertThat(second.bootstrap()).isEqualTo(first.bootstrap()).startsWith("127.0.0.1:");
        assertThatThrownBy(() -> EmbeddedBroker.stop(folders))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("another command uses it");
        first.close();
        first.close();
        assertThat(EmbeddedBroker.status(folders).condition()).isEqualTo(RUNNING);
        second.close();
        assertThat(EmbeddedBroker.status(folders).condition()).isEqualTo(STOPPED);
    }

    @Test
    void recordsOutliveTheBroker() throws Exception {
        try (var broker = EmbeddedBroker.open(folders)) {
            Records.send(broker.bootstrap(), "journal", Map.of("donor", "first"));
        }
        try (var broker = EmbeddedBroker.open(folders)) {
            Records.send(broker.bootstrap(), "journal", Map.of("donor", "second"));
            assertThat(Records.all(broker.bootstrap(), "journal", 2)).containsExactly("first", "second");
        }
    }

    @Test
    void detachedBrokerStaysUntilItIsStopped() throws Exception {
        var broker = EmbeddedBroker.open(folders);
        broker.detach();
        broker.close();
        Thread.sleep(1500);
        assertThat(EmbeddedBroker.status(folders).running()).map(Running::kept).contains(true);
        assertThat(EmbeddedBroker.stop(folders)).isTrue();
        assertThat(EmbeddedBroker.status(folders).condition()).isEqualTo(STOPPED);
        assertThat(EmbeddedBroker.stop(folders)).isFalse();
    }

    @Test
    void twoCommandsAtOnceGetOneBrokerThatEndsWhenTheyAreKilled() throws Exception {
        var commands = Stream.of(command(), command()).toList();
        var answers = commands.stream().map(EmbeddedBrokerIT::answer).toList();
        assertThat(answers.get(0)).startsWith("OPEN 127.0.0.1:").isEqualTo(answers.get(1));

        var broker = BrokerState.read(folders.state())
                .orElseThrow()
                .process()
                .running()
                .orElseThrow();
        commands.get(0).destroyForcibly();
        Thread.sleep(1500);
        assertThat(broker.isAlive()).isTrue();
        commands.get(1).destroyForcibly();
        broker.onExit().get(30, TimeUnit.SECONDS);
        assertThat(EmbeddedBroker.status(folders).condition()).isEqualTo(DEAD);
    }

    @Test
    void killedBrokerIsCleanedUpWithItsDataKept() throws Exception {
        var lost = EmbeddedBroker.open(folders);
        Records.send(lost.bootstrap(), "journal", Map.of("donor", "before"));
        lost.detach();
        var process = BrokerState.read(folders.state())
                .orElseThrow()
                .process()
                .running()
                .orElseThrow();
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
        assertThat(EmbeddedBroker.status(folders).condition()).isEqualTo(DEAD);

        try (var next = EmbeddedBroker.open(folders)) {
            assertThat(Records.all(next.bootstrap(), "journal", 1)).containsExactly("before");
        }
        assertThat(EmbeddedBroker.status(folders).condition()).isEqualTo(STOPPED);
    }

    @Test
    void storageThatCannotBeReadIsNamedWithTheEndOfTheLog() throws IOException {
        Files.createDirectories(folders.data());
        Files.writeString(folders.data().resolve("meta.properties"), "version=1\ncluster.id=other\nnode.id=7\n");
        assertThatThrownBy(() -> EmbeddedBroker.open(folders))
                .isInstanceOf(HavenException.class)
                .hasMessageStartingWith("Cannot start the embedded broker: it ended.")
                .hasMessageContaining("broker.log")
                .hasMessageContaining("Stored node id 7")
                .hasMessageNotContaining("\tat ");
        assertThat(new BrokerUsers(folders.kafka()).wanted()).isFalse();
    }

    @Test
    void missingJarsAreNamedWithTheCommandThatMakesThem() {
        var without = BrokerFolders.under(home, home.resolve("jars-kafka"));
        assertThatThrownBy(() -> EmbeddedBroker.open(without))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining(home.resolve("jars-kafka").toString())
                .hasMessageContaining("mvn package");
    }

    private Process command() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("java.class.path");
        return new ProcessBuilder(List.of(
                        java,
                        "-Xmx128m",
                        "-cp",
                        classPath,
                        BrokerUser.class.getName(),
                        home.toString(),
                        JARS.toString()))
                .redirectError(home.resolve("command.err").toFile())
                .start();
    }

    private static String answer(Process command) {
        return command.inputReader()
                .lines()
                .filter(line -> line.startsWith("OPEN "))
                .findFirst()
                .orElse("the command ended");
    }
}
