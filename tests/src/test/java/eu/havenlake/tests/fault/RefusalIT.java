package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.tests.fault.HavenProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that cannot do their work say so at once, in a sentence with the remedy. None of them starts Spark. */
class RefusalIT {
    @TempDir
    private Path folder;

    private Path patients;

    @BeforeEach
    void onePatient() throws Exception {
        patients = Files.writeString(folder.resolve("one.ndjson"), "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n");
    }

    private Ended haven(String... arguments) throws Exception {
        return HavenProcess.run(folder.resolve("home"), arguments);
    }

    @Test
    void brokerThatIsNotThereIsNamedWithinHalfAMinute() throws Exception {
        Ended ended = haven("--set", "kafka.bootstrap=localhost:1", "collect", "--fhir", patients.toString());
        ended.refusedWith(1);
        assertThat(ended.err())
                .startsWith("Cannot reach Kafka at localhost:1: ")
                .contains("refused", "Check that the broker runs", "`embedded`");
        // 10 s of patience and the start of a JVM, on a machine that may be busy.
        assertThat(ended.took()).isLessThan(Duration.ofSeconds(60));
        assertThat(folder.resolve("home/lake")).isEmptyDirectory();
    }

    @Test
    void lakeThatCannotBeWrittenIsNamed() throws Exception {
        Path bronze = folder.resolve("home/lake/bronze");
        Files.createDirectories(bronze.getParent());
        Files.writeString(bronze, "in the way, even of root");
        Ended ended = haven("ingest");
        ended.refusedWith(1);
        assertThat(ended.err()).startsWith("Cannot write to " + bronze + ": ").contains("--home");
    }

    @Test
    void wrongKeyIsRefusedBeforeAnythingBegins() throws Exception {
        Ended ended = haven("--set", "training.epoch=3", "collect", "--fhir", patients.toString());
        ended.refusedWith(2);
        assertThat(ended.err()).contains("training.epoch = 3 is not a setting. Did you mean epochs?");
        assertThat(folder.resolve("home/lake")).doesNotExist();
    }

    @Test
    void quickIsASizeOfTheDemoOnly() throws Exception {
        Ended ended = haven("run", "--quick", "--fhir", patients.toString());
        ended.refusedWith(1);
        assertThat(ended.err()).contains("Cannot use --quick with data of your own", "--set training.epochs=");
        assertThat(folder.resolve("home/lake")).doesNotExist();
    }
}
