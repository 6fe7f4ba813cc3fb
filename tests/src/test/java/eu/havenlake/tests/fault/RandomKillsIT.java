package eu.havenlake.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.tests.fault.HavenProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments over collect, ingest and curate, some of them with the broker; after every three a
 * new day comes. At the end the same commands run undisturbed, and the lake must hold what {@link Expected} computes from
 * the files: nothing lost, nothing doubled.
 *
 * <p>{@code -Dhaven.kills=100} sets how many, {@code -Dhaven.kills.seed=7} sets another course; each moment is printed, as
 * a part of the time that the command took undisturbed.
 */
class RandomKillsIT {
    private static final int KILLS = Integer.getInteger("haven.kills", 8);
    private static final long SEED = Long.getLong("haven.kills.seed", 20_261);
    private static final int A_ROUND = 3;

    @TempDir
    private static Path folder;

    private static FaultHome home;
    private static MixedLoad load;

    private final Random random = new Random(SEED);
    private final List<MixedLoad.Day> days = new ArrayList<>();
    /** Days whose collect was killed. */
    private final List<MixedLoad.Day> cut = new ArrayList<>();

    private final Map<String, Duration> undisturbed = new HashMap<>();

    @BeforeAll
    static void startBroker() {
        home = new FaultHome(folder.resolve("home"));
        load = new MixedLoad(folder.resolve("data"), SEED);
        home.keepBroker();
    }

    @AfterAll
    static void stopBroker() {
        home.close();
    }

    @Test
    void nothingIsLostAndNothingDoubled() throws Exception {
        firstDayUndisturbed();
        int kills = 0;
        for (int tried = 0; kills < KILLS; tried++) {
            if (tried % A_ROUND == 0) {
                days.add(load.day(days.size()));
            }
            String[] command = commands().get(tried % A_ROUND);
            if (tried % (2 * A_ROUND) == A_ROUND) {
                // What only comes once shows whether a later step lost it.
                undisturbed(command);
            } else if (isKilled(kills + 1, command)) {
                kills++;
                if (tried % A_ROUND == 0) {
                    cut.add(days.getLast());
                }
            }
        }
        home.keepBroker();
        home.working(this::mend, this::check);
    }

    private List<String[]> commands() {
        return List.of(days.getLast().command(), new String[] {"ingest"}, new String[] {"curate"});
    }

    private void firstDayUndisturbed() throws Exception {
        days.add(load.day(0));
        for (String[] command : commands()) {
            undisturbed(command);
        }
    }

    private void undisturbed(String... command) throws Exception {
        took(command[0], home.haven(command));
    }

    /** The longest so far: one that finds nothing to do says nothing about the next. */
    private void took(String command, Ended ended) {
        assertThat(ended.code()).as(ended.err()).isZero();
        undisturbed.merge(command, ended.took(), (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** Whether it was; it may have ended before. */
    private boolean isKilled(int number, String... command) throws IOException, InterruptedException {
        double part = random.nextDouble();
        boolean broker = random.nextInt(4) == 0;
        long moment = Math.round(part * undisturbed.get(command[0]).toMillis());
        System.out.printf(
                "kill %d of %d (seed %d): %s after %.3f of its time, %,d ms%s%n",
                number, KILLS, SEED, command[0], part, moment, broker ? ", and the broker" : "");
        try (HavenProcess process = home.start(command)) {
            if (process.process().waitFor(moment, TimeUnit.MILLISECONDS)) {
                Ended ended = process.ended();
                took(command[0], ended);
                System.out.printf("  it had ended, after %,d ms%n", ended.took().toMillis());
                return false;
            }
            if (broker) {
                home.brokerProcess().ifPresent(ProcessHandle::destroyForcibly);
            }
            process.kill();
            return true;
        }
    }

    private void mend(LifeCycle lifeCycle) {
        RunRecord collected = lifeCycle.collect(
                cut.stream().flatMap(day -> day.sources().stream()).toList());
        lifeCycle.ingest();
        lifeCycle.reconcile(collected);
        lifeCycle.curate();
    }

    private void check(Workplace place) {
        Expected expected = expected();
        Lake lake = place.lake();
        FaultHome.everyRecordIsInBronzeOnce(place);
        bronzeHasEveryLine(lake, expected);
        whatDoesNotFitIsHeld(lake, expected);
        assertThat(FaultHome.rows(lake, "SELECT birth_date FROM silver.patient", "birth_date"))
                .containsExactlyInAnyOrderElementsOf(expected.patients());
        assertThat(withBirth(lake, "observation", "id")).containsExactlyInAnyOrderElementsOf(expected.observations());
        assertThat(withBirth(lake, "wearable_sample", "sample_id"))
                .containsExactlyInAnyOrderElementsOf(expected.wearables());
        assertThat(FaultHome.rows(lake, "SELECT count(DISTINCT donor) AS donors FROM silver.consent", "donors"))
                .containsExactly(String.valueOf(expected.deciders()));
    }

    private Expected expected() {
        try {
            return new Expected(days);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> withBirth(Lake lake, String table, String key) {
        return FaultHome.rows(
                lake,
                "SELECT p.birth_date, t.%s AS key, t.value FROM silver.%s t LEFT JOIN silver.patient p ON t.donor = p.donor"
                        .formatted(key, table),
                "birth_date",
                "key",
                "value");
    }

    private static void bronzeHasEveryLine(Lake lake, Expected expected) {
        var sources = new TreeSet<>(FaultHome.rows(
                lake,
                "SELECT source FROM %s UNION SELECT source FROM %s"
                        .formatted(
                                Topic.EHR_FHIR.bronze().qualifiedName(),
                                Topic.WEARABLE_SAMPLE.bronze().qualifiedName()),
                "source"));
        assertThat(sources).isEqualTo(new TreeSet<>(expected.sources()));
    }

    private static void whatDoesNotFitIsHeld(Lake lake, Expected expected) {
        List<String> unreadable = FaultHome.rows(
                lake,
                "SELECT DISTINCT regexp_extract(error_message, ' at ([^ ]+): ', 1) AS place FROM ops.quarantine"
                        + " WHERE stage = 'ingest'",
                "place");
        assertThat(unreadable).containsExactlyInAnyOrderElementsOf(expected.unreadable());
        assertThat(FaultHome.rows(lake, """
                        SELECT count(*) AS missing FROM bronze.ehr b LEFT ANTI JOIN ops.quarantine q
                          ON b.topic = q.topic AND b.partition = q.partition AND b.offset = q.offset AND q.stage = 'ingest'
                        WHERE b.problem IS NOT NULL""", "missing")).containsExactly("0");
        assertThat(FaultHome.rows(
                        lake, "SELECT DISTINCT key FROM ops.quarantine WHERE stage = 'curate.observation'", "key"))
                .containsAll(expected.misfits());
    }
}
