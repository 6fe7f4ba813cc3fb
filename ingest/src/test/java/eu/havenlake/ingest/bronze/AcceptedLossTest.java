package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.ConfigurationException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcceptedLossTest {
    @Test
    void topicCoversAllItsPartitionsAndAPartitionItself() {
        AcceptedLoss accepted = new AcceptedLoss(List.of("ehr_fhir", "wearable_sample:2"));
        assertThat(accepted.covers(Topic.EHR_FHIR, 0)).isTrue();
        assertThat(accepted.covers(Topic.WEARABLE_SAMPLE, 2)).isTrue();
        assertThat(accepted.covers(Topic.WEARABLE_SAMPLE, 22)).isFalse();
        assertThat(accepted.covers(Topic.CONSENT_DECISION, 0)).isFalse();
        assertThat(AcceptedLoss.NONE.covers(Topic.EHR_FHIR, 0)).isFalse();
    }

    @Test
    void partitionThatATopicDoesNotHaveIsRefused() {
        AcceptedLoss accepted = new AcceptedLoss(List.of("ehr_fhir:22", "wearable_sample:1"));
        accepted.refuseOthers(Topic.WEARABLE_SAMPLE, Set.of(0, 1));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> accepted.refuseOthers(Topic.EHR_FHIR, Set.of(0, 1)))
                .withMessage(
                        "Cannot accept a loss of ehr_fhir:22: there is no such partition. There are ehr_fhir:0, ehr_fhir:1.");
    }

    @Test
    void whatIsNoTopicIsRefusedWithTheTopics() {
        for (String wrong : List.of("ehr", "ehr_fhir:", "ehr_fhir:x", "", "ehr_fhir:1:2")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> new AcceptedLoss(List.of(wrong)))
                    .withMessageStartingWith("Cannot accept a loss of " + wrong + ": ")
                    .withMessageContaining("consent_decision");
        }
    }
}
