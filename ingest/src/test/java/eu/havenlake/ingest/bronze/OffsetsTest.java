package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private static final Offsets OFFSETS = new Offsets(Map.of(0, 12L, 2, 1L));
    private static final Map<Integer, Long> FROM_THE_START = Map.of(0, 0L, 1, 0L, 2, 0L);

    @Test
    void everyPartitionIsNamedAndUnknownOnesBeginAtTheirEarliest() {
        assertThat(OFFSETS.json("ehr_fhir", List.of(2, 1, 0))).isEqualTo("{\"ehr_fhir\":{\"0\":12,\"1\":-2,\"2\":1}}");
    }

    @Test
    void partitionsThatTheTopicDoesNotHaveAreLeftOut() {
        assertThat(OFFSETS.json("ehr_fhir", List.of(0))).isEqualTo("{\"ehr_fhir\":{\"0\":12}}");
    }

    @Test
    void bronzeThatHasEverythingIsNotBehind() {
        assertThat(OFFSETS.isBehind(FROM_THE_START, Map.of(0, 12L, 1, 0L, 2, 1L)))
                .isFalse();
        assertThat(OFFSETS.isBehind(FROM_THE_START, Map.of())).isFalse();
    }

    @Test
    void oneRecordMoreInAnyPartitionIsBehind() {
        assertThat(OFFSETS.isBehind(FROM_THE_START, Map.of(0, 12L, 2, 2L))).isTrue();
        assertThat(OFFSETS.isBehind(FROM_THE_START, Map.of(0, 12L, 1, 1L, 2, 1L)))
                .isTrue();
    }

    @Test
    void topicThatWasMadeAnewIsNotBehind() {
        assertThat(OFFSETS.isBehind(FROM_THE_START, Map.of(0, 3L))).isFalse();
    }

    @Test
    void partitionThatRetentionHasEmptiedIsNotBehind() {
        assertThat(OFFSETS.isBehind(Map.of(1, 7L), Map.of(1, 7L))).isFalse();
        assertThat(OFFSETS.isBehind(Map.of(1, 7L), Map.of(1, 8L))).isTrue();
    }

    @Test
    void recordsThatRetentionTookBeforeBronzeHadThemAreNotPassedOver() {
        assertThat(OFFSETS.isBehind(Map.of(0, 20L), Map.of(0, 20L))).isTrue();
    }
}
