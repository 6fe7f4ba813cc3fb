package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Topic;
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

    @Test
    void nothingIsLostWhereKafkaHasTheNextRecordOrNoneYet() {
        assertThat(OFFSETS.losses(Map.of(0, 12L, 1, 5L, 2, 0L), Map.of(0, 12L, 1, 9L, 2, 4L)))
                .isEmpty();
    }

    @Test
    void recordsThatKafkaLetGoAreALossWithTheRemedy() {
        List<Loss> losses = OFFSETS.losses(Map.of(0, 20L, 1, 5L, 2, 1L), Map.of(0, 20L, 1, 9L, 2, 1L));
        assertThat(losses).containsExactly(new Loss.Expired(0, 12, 20));
        assertThat(losses.getFirst().explain(Topic.EHR_FHIR))
                .contains("partition 0 starts at offset 20", "goes on with 12", "8 offsets are gone")
                .endsWith("haven ingest --accept-loss ehr_fhir:0");
    }

    @Test
    void topicThatIsShorterThanBronzeWasMadeAnew() {
        List<Loss> losses = OFFSETS.losses(FROM_THE_START, Map.of(0, 3L, 2, 1L));
        assertThat(losses).containsExactly(new Loss.MadeAnew(0, 12, 3));
        assertThat(losses.getFirst().explain(Topic.EHR_FHIR))
                .contains("partition 0 ends at offset 3", "made again", "--home");
    }
}
