package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.tests.fault.HavenProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A home on a disk that is full: commands end with a sentence that says so, leave nothing half-written, and go on when
 * there is space. The broker's data lie on another disk.
 */
@TestMethodOrder(OrderAnnotation.class)
class DiskFullIT {
    private static final int DISK_MB = 64;

    @TempDir
    private static Path folder;

    private static boolean mounted;
    private static SmallDisk disk;
    private static FaultHome home;

    @BeforeAll
    static void collect() throws Exception {
        disk = new SmallDisk(folder.resolve("disk"));
        mounted = SmallDisk.mount(disk.folder(), DISK_MB);
        assumeThat(mounted)
                .as("this user may mount no disk to fill: run it as root")
                .isTrue();
        home = new FaultHome(disk.folder().resolve("home"));
        Files.createDirectories(home.home().root());
        Files.createSymbolicLink(home.home().kafka(), Files.createDirectories(folder.resolve("kafka")));
        Clinic clinic = new Clinic(folder.resolve("data"));
        Origin origin = new Origin("clinic", Optional.empty(), false);
        home.keepBroker();
        home.working(
                lifeCycle -> lifeCycle.collect(
                        List.of(new Source.Consent(clinic.decisions()), new Source.Fhir(clinic.fhir(), origin))),
                place -> {});
    }

    @AfterAll
    static void giveBack() throws Exception {
        if (mounted) {
            home.close();
            disk.close();
        }
    }

    private static void endsForWantOfSpace(String command, long free) throws Exception {
        disk.fillBut(free);
        Ended ended = home.haven(command);
        disk.empty();
        ended.refusedWith(1);
        assertThat(ended.err()).contains(home.home().root().toString(), "full", "Free some space", "again");
    }

    private static String count(String table) {
        return home.seen(lake -> FaultHome.rows(lake, "SELECT count(*) AS n FROM " + table, "n"))
                .getFirst();
    }

    @Test
    @Order(1)
    void ingestThatFindsNoSpaceAtAllSaysSo() throws Exception {
        endsForWantOfSpace("ingest", 0);
    }

    @Test
    @Order(2)
    void ingestThatFillsTheDiskLeavesNothingHalfWritten() throws Exception {
        endsForWantOfSpace("ingest", 600_000);
        assertThat(count(Topic.EHR_FHIR.bronze().qualifiedName())).isEqualTo("0");
    }

    @Test
    @Order(3)
    void ingestGoesOnWhenThereIsSpace() {
        home.working(LifeCycle::ingest, FaultHome::everyRecordIsInBronzeOnce);
    }

    @Test
    @Order(4)
    void curateThatFillsTheDiskLeavesNothingHalfWritten() throws Exception {
        endsForWantOfSpace("curate", 400_000);
        long observations = home.seen(lake -> lake.read(EhrTables.OBSERVATION).count());
        assertThat(observations).isZero();
    }

    @Test
    @Order(5)
    void curateGoesOnWhenThereIsSpace() {
        home.working(LifeCycle::curate, place -> {});
        assertThat(count("silver.observation"))
                .isEqualTo(String.valueOf(Clinic.OBSERVATIONS / Clinic.PATIENTS * Clinic.DECISIONS));
        assertThat(count("(SELECT DISTINCT donor, id, component FROM silver.observation)"))
                .isEqualTo(count("silver.observation"));
    }
}
