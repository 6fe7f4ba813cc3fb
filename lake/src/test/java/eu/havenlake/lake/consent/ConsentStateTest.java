package eu.havenlake.lake.consent;

import static eu.havenlake.lake.consent.ConsentState.GRANTED;
import static eu.havenlake.lake.consent.ConsentState.UNDECIDED;
import static eu.havenlake.lake.consent.ConsentState.WITHDRAWN;
import static eu.havenlake.lake.table.Category.CLINICAL;
import static eu.havenlake.lake.table.Category.IMAGING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsentStateTest {
    private static final Instant JANUARY = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2025-03-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2025-05-01T00:00:00Z");

    private static Decision grant(Instant from, long order) {
        return new Decision(true, Set.of(), Set.of(), from, Optional.empty(), order);
    }

    private static Decision withdraw(Instant from, long order) {
        return new Decision(false, Set.of(), Set.of(), from, Optional.empty(), order);
    }

    private static ConsentState state(Instant now, Decision... decisions) {
        return ConsentState.of(List.of(decisions), "care", CLINICAL, now);
    }

    @Test
    void donorWhoNeverDecidedIsUndecided() {
        assertThat(state(MAY)).isEqualTo(UNDECIDED);
    }

    @Test
    void grantWithoutPurposesOrCategoriesIsAboutAll() {
        assertThat(state(MAY, grant(JANUARY, 0))).isEqualTo(GRANTED);
        assertThat(ConsentState.of(List.of(grant(JANUARY, 0)), "anything", IMAGING, MAY))
                .isEqualTo(GRANTED);
    }

    @Test
    void grantHoldsFromItsFirstInstantAndNotBefore() {
        assertThat(state(JANUARY, grant(MARCH, 0))).isEqualTo(UNDECIDED);
        assertThat(state(MARCH.minusNanos(1), grant(MARCH, 0))).isEqualTo(UNDECIDED);
        assertThat(state(MARCH, grant(MARCH, 0))).isEqualTo(GRANTED);
    }

    @Test
    void withdrawalAfterAGrantWithdraws() {
        assertThat(state(MAY, grant(JANUARY, 0), withdraw(MARCH, 1))).isEqualTo(WITHDRAWN);
        assertThat(state(JANUARY, grant(JANUARY, 0), withdraw(MARCH, 1))).isEqualTo(GRANTED);
    }

    @Test
    void laterBeginningDecisionOverrulesWhateverWasSentFirst() {
        assertThat(state(MAY, withdraw(MARCH, 0), grant(JANUARY, 1))).isEqualTo(WITHDRAWN);
        assertThat(state(MAY, grant(JANUARY, 1), withdraw(MARCH, 0))).isEqualTo(WITHDRAWN);
        assertThat(state(MAY, withdraw(JANUARY, 7), grant(MARCH, 2))).isEqualTo(GRANTED);
    }

    @Test
    void ofTwoThatBeginTogetherTheOneSentLastCounts() {
        assertThat(state(MAY, grant(JANUARY, 4), withdraw(JANUARY, 5))).isEqualTo(WITHDRAWN);
        assertThat(state(MAY, grant(JANUARY, 6), withdraw(JANUARY, 5))).isEqualTo(GRANTED);
    }

    @Test
    void expiredGrantIsUndecidedFromItsEndOn() {
        Decision limited = new Decision(true, Set.of(), Set.of(), JANUARY, Optional.of(MARCH), 0);
        assertThat(state(MARCH.minusNanos(1), limited)).isEqualTo(GRANTED);
        assertThat(state(MARCH, limited)).isEqualTo(UNDECIDED);
    }

    @Test
    void withdrawalThatRunsOutLetsTheOlderGrantHoldAgain() {
        Decision pause = new Decision(false, Set.of(), Set.of(), JANUARY, Optional.of(MARCH), 1);
        assertThat(state(JANUARY, grant(JANUARY.minusSeconds(1), 0), pause)).isEqualTo(WITHDRAWN);
        assertThat(state(MARCH, grant(JANUARY.minusSeconds(1), 0), pause)).isEqualTo(GRANTED);
    }

    @Test
    void purposeThatIsNotNamedIsUndecided() {
        Decision care = new Decision(true, Set.of("care"), Set.of(), JANUARY, Optional.empty(), 0);
        assertThat(ConsentState.of(List.of(care), "care", CLINICAL, MAY)).isEqualTo(GRANTED);
        assertThat(ConsentState.of(List.of(care), "research", CLINICAL, MAY)).isEqualTo(UNDECIDED);
    }

    @Test
    void categoryThatIsNotNamedIsUndecided() {
        Decision images = new Decision(true, Set.of(), Set.of("imaging"), JANUARY, Optional.empty(), 0);
        assertThat(ConsentState.of(List.of(images), "care", IMAGING, MAY)).isEqualTo(GRANTED);
        assertThat(ConsentState.of(List.of(images), "care", CLINICAL, MAY)).isEqualTo(UNDECIDED);
    }

    @Test
    void withdrawalOfOnePurposeLeavesTheOthers() {
        Decision noCare = new Decision(false, Set.of("care"), Set.of(), MARCH, Optional.empty(), 1);
        List<Decision> decisions = List.of(grant(JANUARY, 0), noCare);
        assertThat(ConsentState.of(decisions, "care", CLINICAL, MAY)).isEqualTo(WITHDRAWN);
        assertThat(ConsentState.of(decisions, "research", CLINICAL, MAY)).isEqualTo(GRANTED);
    }

    @Test
    void oneCategoryOfOnePurposeIsSomething() {
        Decision little = new Decision(true, Set.of("care"), Set.of("imaging"), JANUARY, Optional.empty(), 0);
        assertThat(ConsentState.grantsAnything(List.of(little), MAY)).isTrue();
        assertThat(ConsentState.grantsAnything(List.of(little), JANUARY.minusSeconds(1)))
                .isFalse();
    }

    @Test
    void purposeThatNobodyNamedIsSomethingToo() {
        Decision noCare = new Decision(false, Set.of("care"), Set.of(), MARCH, Optional.empty(), 1);
        assertThat(ConsentState.grantsAnything(List.of(grant(JANUARY, 0), noCare), MAY))
                .isTrue();
    }

    @Test
    void nothingIsGrantedAfterAWithdrawalOfAll() {
        Decision care = new Decision(true, Set.of("care"), Set.of("imaging"), JANUARY, Optional.empty(), 0);
        assertThat(ConsentState.grantsAnything(List.of(care, withdraw(MARCH, 1)), MAY))
                .isFalse();
        assertThat(ConsentState.grantsAnything(List.of(), MAY)).isFalse();
    }
}
