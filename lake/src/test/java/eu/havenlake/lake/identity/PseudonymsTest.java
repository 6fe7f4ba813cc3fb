package eu.havenlake.lake.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Pseudonyms PSEUDONYMS = new Pseudonyms(KEY);

    @Test
    void pseudonymIsTheFirstHalfOfAKeyedHash() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] whole = mac.doFinal("donor\nset:Ünal".getBytes(StandardCharsets.UTF_8));
        assertThat(PSEUDONYMS.of("set:Ünal"))
                .isEqualTo(HexFormat.of().formatHex(Arrays.copyOf(whole, 16)))
                .hasSize(32);
    }

    @Test
    void sameKeyGivesTheSamePseudonymEveryTime() {
        assertThat(new Pseudonyms(KEY.clone()).of("set:1")).isEqualTo(PSEUDONYMS.of("set:1"));
    }

    @Test
    void otherDonorsAndOtherKeysGiveOtherPseudonyms() {
        byte[] other = KEY.clone();
        other[31] ^= 1;
        assertThat(PSEUDONYMS.of("set:2")).isNotEqualTo(PSEUDONYMS.of("set:1"));
        assertThat(new Pseudonyms(other).of("set:1")).isNotEqualTo(PSEUDONYMS.of("set:1"));
    }

    @Test
    void keyThatIsWipedAfterwardsStillCounts() {
        byte[] key = KEY.clone();
        Pseudonyms pseudonyms = new Pseudonyms(key);
        Arrays.fill(key, (byte) 0);
        assertThat(pseudonyms.of("set:1")).isEqualTo(PSEUDONYMS.of("set:1"));
    }

    @Test
    void datesMoveByHalfAYearAtMostAndReachBothEnds() {
        int[] days = IntStream.range(0, 20_000)
                .map(i -> PSEUDONYMS.daysShifted("study", "donor" + i))
                .toArray();
        assertThat(Arrays.stream(days).min()).hasValue(-182);
        assertThat(Arrays.stream(days).max()).hasValue(182);
        assertThat(Arrays.stream(days).distinct().count()).isEqualTo(365);
    }

    @Test
    void daysAreTheSameForADonorInAStudyAndNotForAllStudies() {
        int[] studies = IntStream.range(0, 20)
                .map(i -> PSEUDONYMS.daysShifted("study" + i, "donor"))
                .toArray();
        assertThat(PSEUDONYMS.daysShifted("study3", "donor")).isEqualTo(studies[3]);
        assertThat(Arrays.stream(studies).distinct().count()).isGreaterThan(10);
    }

    @Test
    void keyIsNotInItsText() {
        assertThat(PSEUDONYMS.toString()).isEqualTo("Pseudonyms");
    }
}
