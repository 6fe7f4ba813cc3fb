package eu.havenlake.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.silver.EhrTables;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountTest {
    private static Account account(long read, long waiting, Map<State, Long> states, long lost) {
        return new Account(EhrTables.CONDITION, read, waiting, states, lost);
    }

    @Test
    void sumOfAllStatesIsWhatWasRead() {
        Account account = account(10, 3, Map.of(State.MERGED, 5L, State.QUARANTINED, 2L), 0);
        assertThatCode(account::prove).doesNotThrowAnyException();
        assertThat(account.counts().toString())
                .isEqualTo(
                        "{read=10, waiting=3, nothing=0, dropped=0, deleted=0, superseded=0, quarantined=2, merged=5}");
    }

    @Test
    void missingRecordIsRefusedWithTheNumbers() {
        assertThatThrownBy(account(10, 3, Map.of(State.MERGED, 6L), 0)::prove)
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("silver.condition")
                .hasMessageContaining("10 bronze records were read, but 9 are accounted for");
    }

    @Test
    void recordThatCountsTwiceIsRefused() {
        assertThatThrownBy(account(1, 0, Map.of(State.MERGED, 2L), 0)::prove).isInstanceOf(HavenException.class);
    }

    @Test
    void rowThatIsNowhereIsRefusedThoughItsRecordIsInTheTable() {
        assertThatThrownBy(account(1, 0, Map.of(State.MERGED, 1L), 1)::prove).hasMessageContaining("1 rows are lost");
    }

    @Test
    void nothingButQuarantineIsAnErrorThatSaysWhereToLook() {
        assertThatThrownBy(() -> account(5, 1, Map.of(State.QUARANTINED, 4L), 0).refuseEmpty(0))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("4 permitted records were read and none reached the table")
                .hasMessageContaining("quarantined 4")
                .hasMessageContaining("haven quarantine list")
                .hasMessageContaining("--allow-empty");
    }

    @Test
    void recordsThatAnOperatorAskedForMayAllBeHeldAgain() {
        Account account = account(5, 1, Map.of(State.QUARANTINED, 4L), 0);
        assertThatCode(() -> account.refuseEmpty(4)).doesNotThrowAnyException();
        assertThatThrownBy(() -> account.refuseEmpty(3)).hasMessageContaining("1 permitted records");
    }

    @Test
    void waitingOldAndDeletedRecordsAreNoError() {
        assertThatCode(() -> account(5, 5, Map.of(), 0).refuseEmpty(0)).doesNotThrowAnyException();
        assertThatCode(() -> account(5, 0, Map.of(State.SUPERSEDED, 5L), 0).refuseEmpty(0))
                .doesNotThrowAnyException();
        assertThatCode(() -> account(1, 0, Map.of(State.DELETED, 1L), 0).refuseEmpty(0))
                .doesNotThrowAnyException();
        assertThatCode(() -> account(9, 0, Map.of(State.QUARANTINED, 8L, State.MERGED, 1L), 0)
                        .refuseEmpty(0))
                .doesNotThrowAnyException();
    }
}
