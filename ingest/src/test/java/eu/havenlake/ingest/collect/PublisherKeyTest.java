package eu.havenlake.ingest.collect;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.EhrResource;
import eu.havenlake.ingest.contract.WearableSample;
import org.junit.jupiter.api.Test;

class PublisherKeyTest {
    private static EhrResource.Builder resource() {
        return EhrResource.newBuilder().setDataset("set").setSource("a.json#3").setJson("{}");
    }

    @Test
    void recordOfADonorIsKeyedByTheDonor() {
        assertThat(Publisher.key(resource()
                        .setDonor("set:1")
                        .setResourceType("Observation")
                        .setResourceId("7")
                        .build()))
                .isEqualTo("set:1");
        assertThat(Publisher.key(WearableSample.newBuilder()
                        .setDataset("set")
                        .setDonor("set:2")
                        .setSource("b.json")
                        .setSampleId("s")
                        .setJson("{}")
                        .build()))
                .isEqualTo("set:2");
    }

    @Test
    void resourceOfNobodyIsKeyedByItsTypeAndId() {
        assertThat(Publisher.key(resource()
                        .setResourceType("Medication")
                        .setResourceId("7")
                        .build()))
                .isEqualTo("Medication/7");
    }

    @Test
    void recordThatNamesNothingIsKeyedByItsPlace() {
        assertThat(Publisher.key(resource().build())).isEqualTo("EhrResource/a.json#3");
        assertThat(Publisher.key(ConsentDecision.newBuilder()
                        .setDataset("set")
                        .setSource("c.csv:2")
                        .setText("x")
                        .build()))
                .isEqualTo("ConsentDecision/c.csv:2");
    }

    @Test
    void resourceWithoutAnIdIsKeyedByItsPlaceToo() {
        assertThat(Publisher.key(resource().setResourceType("Medication").build()))
                .isEqualTo("EhrResource/a.json#3");
    }
}
