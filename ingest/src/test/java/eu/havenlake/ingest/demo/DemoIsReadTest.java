package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.consent.ConsentFile;
import eu.havenlake.ingest.contract.ConsentDecision;
import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.WearableSample;
import eu.havenlake.ingest.imaging.ImageFolder;
import eu.havenlake.ingest.wearable.DataPoint;
import eu.havenlake.ingest.wearable.OpenMHealthSource;
import eu.havenlake.lake.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo writes is what the sources read: without a problem, and with the donors that its consents name. */
class DemoIsReadTest {
    private static final Origin ORIGIN = new Origin(Demo.DATASET, Optional.empty(), false);

    @TempDir
    private Path folder;

    @Test
    void syntheticDataPointsAreValidAndHoldNumbers() throws IOException {
        new WearableSet(3, new DemoSize("tiny", 30, 3, 4, 2)).write(folder, FewDonors.list(30), line -> {});
        List<WearableSample> records =
                OpenMHealthSource.open(folder).read(ORIGIN).toList();
        assertThat(records).isNotEmpty().allSatisfy(record -> {
            assertThat(record.getProblem()).isNull();
            assertThat(record.getDonor()).startsWith("synthetic:patient-");
            assertThat(DataPoint.read(record.getSchemaName(), record.getSchemaVersion(), record.getJson()))
                    .isInstanceOfSatisfying(
                            DataPoint.Valid.class,
                            valid -> assertThat(valid.samples()).isNotEmpty());
        });
    }

    @Test
    void syntheticPicturesAndConsentsAreReadWithoutAProblem() throws IOException {
        new FundusSet(3, 4).write(folder, line -> {});
        new ConsentSet(3).write(folder, FewDonors.list(30), FundusSet.patients(4));
        List<ImagingInstance> images = ImageFolder.open(folder.resolve("pictures"), folder.resolve("labels.csv"))
                .read(
                        new Origin(Demo.IMAGE_DATASET, Optional.empty(), false),
                        ObjectStore.open(folder.resolve("objects").toUri(), new Configuration()))
                .toList();
        List<ConsentDecision> decisions =
                ConsentFile.open(folder.resolve(ConsentSet.FILE)).read().toList();
        assertThat(images).hasSize(4).allMatch(image -> image.getProblem() == null && image.getDonorNamed());
        assertThat(decisions).isNotEmpty().allMatch(decision -> decision.getProblem() == null);
        assertThat(decisions).extracting(ConsentDecision::getDataset).contains(Demo.DATASET, Demo.IMAGE_DATASET);
    }
}
