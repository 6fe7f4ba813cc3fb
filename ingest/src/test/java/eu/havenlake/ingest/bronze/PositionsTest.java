package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Kafka.Partitions;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Move;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final Topic TOPIC = Topic.EHR_FHIR;
    private static final Uuid ID = new Uuid(5, 0);
    private static final Map<Integer, Long> FROM_THE_START = Map.of(0, 0L, 1, 0L, 2, 0L);
    private static final Positions NEW = new Positions(TOPIC, OptionalLong.empty(), Map.of(), Map.of());
    private static final Positions KNOWN = known(Map.of(0, 12L, 1, 0L, 2, 1L));

    private static Positions known(Map<Integer, Long> next) {
        return new Positions(TOPIC, OptionalLong.of(5), next, next);
    }

    private static Partitions kafka(Map<Integer, Long> begins, Map<Integer, Long> ends) {
        return new Partitions(ID, begins, ends);
    }

    private static OffsetRange range(int partition, long from, long until) {
        return new OffsetRange(TOPIC.label(), partition, from, until);
    }

    @Test
    void nothingIsReadWhereBronzeHasEverything() {
        assertThat(KNOWN.ranges(kafka(FROM_THE_START, Map.of(0, 12L, 1, 0L, 2, 1L)), 100))
                .isEmpty();
    }

    @Test
    void eachPartitionIsReadFromWhereBronzeEnds() {
        assertThat(KNOWN.ranges(kafka(FROM_THE_START, Map.of(0, 12L, 1, 7L, 2, 3L)), 100))
                .containsExactlyInAnyOrder(range(1, 0, 7), range(2, 1, 3));
    }

    @Test
    void topicThatIsNewToBronzeBeginsWithWhatRetentionLeft() {
        Partitions kafka = kafka(Map.of(0, 7L, 1, 9L), Map.of(0, 8L, 1, 9L));
        assertThat(NEW.losses(kafka)).isEmpty();
        assertThat(NEW.ranges(kafka, 100)).containsExactly(range(0, 7, 8));
    }

    @Test
    void largeBacklogComesInEqualPartsOfEachPartitionAndLeavesNoSmallRest() {
        Partitions kafka = kafka(FROM_THE_START, Map.of(0, 82L, 1, 0L, 2, 31L));
        List<OffsetRange> first = KNOWN.ranges(kafka, 60);
        assertThat(first).containsExactlyInAnyOrder(range(0, 12, 47), range(2, 1, 16));
        Positions later = KNOWN.after(first, kafka);
        List<OffsetRange> second = later.ranges(kafka, 60);
        assertThat(second).containsExactlyInAnyOrder(range(0, 47, 82), range(2, 16, 31));
        assertThat(later.after(second, kafka).ranges(kafka, 60)).isEmpty();
    }

    @Test
    void bronzeIsAtTheEndOnlyWhereItKnowsTheTopicAndNothingIsNewOrGone() {
        assertThat(KNOWN.areAtTheEnd(kafka(FROM_THE_START, Map.of(0, 12L, 1, 0L, 2, 1L))))
                .isTrue();
        assertThat(KNOWN.areAtTheEnd(kafka(FROM_THE_START, Map.of(0, 13L, 1, 0L, 2, 1L))))
                .as("a record came")
                .isFalse();
        assertThat(KNOWN.areAtTheEnd(kafka(Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L), Map.of(0, 12L, 1, 0L, 2, 1L, 3, 1L))))
                .as("a partition was added, and has one")
                .isFalse();
        assertThat(KNOWN.areAtTheEnd(kafka(Map.of(0, 13L, 1, 0L, 2, 1L), Map.of(0, 13L, 1, 0L, 2, 1L))))
                .as("one expired before it was taken in")
                .isFalse();
        assertThat(KNOWN.areAtTheEnd(new Partitions(new Uuid(6, 0), FROM_THE_START, Map.of(0, 12L, 1, 0L, 2, 1L))))
                .as("another topic of as many records")
                .isFalse();
        assertThat(NEW.areAtTheEnd(kafka(FROM_THE_START, Map.of(0, 0L, 1, 0L, 2, 0L))))
                .as("an earlier version's table does not say which topic it knows")
                .isFalse();
    }

    @Test
    void firstBatchTellsTheTableOfEveryPartitionAndWhichTopicItIs() {
        Partitions kafka = kafka(Map.of(0, 7L, 1, 9L), Map.of(0, 8L, 1, 9L));
        Positions later = NEW.after(NEW.ranges(kafka, 100), kafka);
        assertThat(NEW.moves(later))
                .isEqualTo(Map.of(
                        "ehr_fhir", new Move(OptionalLong.empty(), 5),
                        "ehr_fhir:0", new Move(OptionalLong.empty(), 8),
                        "ehr_fhir:1", new Move(OptionalLong.empty(), 9)));
        assertThat(later.losses(kafka)).isEmpty();
        assertThat(later.ranges(kafka, 100)).isEmpty();
    }

    @Test
    void laterBatchTellsOfThePartitionsThatItBringsFurther() {
        Partitions kafka = kafka(FROM_THE_START, Map.of(0, 20L, 1, 0L, 2, 1L));
        assertThat(KNOWN.moves(KNOWN.after(KNOWN.ranges(kafka, 100), kafka)))
                .isEqualTo(Map.of("ehr_fhir:0", new Move(OptionalLong.of(12), 20)));
    }

    @Test
    void tableOfAnEarlierVersionIsToldEverythingWithItsFirstBatch() {
        Positions earlier = new Positions(TOPIC, OptionalLong.empty(), Map.of(), Map.of(0, 12L));
        Partitions kafka = kafka(Map.of(0, 3L), Map.of(0, 13L));
        List<OffsetRange> ranges = earlier.ranges(kafka, 100);
        assertThat(ranges).containsExactly(range(0, 12, 13));
        assertThat(earlier.moves(earlier.after(ranges, kafka)))
                .containsEntry("ehr_fhir:0", new Move(OptionalLong.empty(), 13));
    }

    @Test
    void recordsThatKafkaLetGoAreALossWithTheRemedy() {
        List<Loss> losses = KNOWN.losses(kafka(Map.of(0, 20L, 1, 0L, 2, 1L), Map.of(0, 20L, 1, 9L, 2, 1L)));
        assertThat(losses).containsExactly(new Loss.Expired(0, 12, 20));
        assertThat(losses.getFirst().explain(TOPIC))
                .contains("partition 0 starts at offset 20", "goes on with 12", "8 offsets are gone")
                .endsWith("haven ingest --accept-loss ehr_fhir:0");
    }

    @Test
    void partitionThatWasAddedAndLostItsFirstRecordsIsALoss() {
        assertThat(known(Map.of(0, 12L)).losses(kafka(Map.of(0, 12L, 1, 4L), Map.of(0, 12L, 1, 9L))))
                .containsExactly(new Loss.Expired(1, 0, 4));
    }

    @Test
    void acceptedLossIsPassedOverOnce() {
        Partitions kafka = kafka(Map.of(0, 20L, 1, 0L, 2, 1L), Map.of(0, 21L, 1, 0L, 2, 1L));
        Positions further = KNOWN.without(new Loss.Expired(0, 12, 20));
        assertThat(further.losses(kafka)).isEmpty();
        List<OffsetRange> ranges = further.ranges(kafka, 100);
        assertThat(ranges).containsExactly(range(0, 20, 21));
        assertThat(further.moves(further.after(ranges, kafka)))
                .isEqualTo(Map.of("ehr_fhir:0", new Move(OptionalLong.of(12), 21)));
    }

    @Test
    void topicOfTheSameNameOfWhichBronzeHasNothingIsAsGoodAsTheFirst() {
        Positions empty = known(Map.of(0, 0L));
        Partitions other = new Partitions(new Uuid(6, 0), Map.of(0, 0L), Map.of(0, 1L));
        assertThat(empty.losses(other)).isEmpty();
        assertThat(empty.moves(empty.after(empty.ranges(other, 9), other)))
                .containsEntry("ehr_fhir", new Move(OptionalLong.of(5), 6));
    }

    @Test
    void shorterTopicWasMadeAnew() {
        List<Loss> losses = KNOWN.losses(kafka(FROM_THE_START, Map.of(0, 3L, 1, 0L, 2, 1L)));
        assertThat(losses).containsExactly(new Loss.MadeAnew(0, 12, 3));
        assertThat(losses.getFirst().explain(TOPIC)).contains("partition 0 ends at offset 3", "made again");
    }

    @Test
    void topicOfTheSameNameIsAnotherOneHoweverLongItIs() {
        Partitions other = new Partitions(new Uuid(6, 0), Map.of(0, 0L), Map.of(0, 500L));
        assertThat(KNOWN.losses(other)).containsExactly(new Loss.MadeAnew(0, 12, 500));
    }
}
