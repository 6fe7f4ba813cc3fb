package eu.havenlake.ingest.curation;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.consent.ConsentCuration;
import eu.havenlake.ingest.consent.ConsentFile;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.file.SharedData;
import eu.havenlake.ingest.imaging.DicomFolder;
import eu.havenlake.ingest.imaging.ImageFolder;
import eu.havenlake.ingest.imaging.ImagingCuration;
import eu.havenlake.ingest.wearable.OpenMHealthSource;
import eu.havenlake.ingest.wearable.WearableCuration;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.objects.ObjectStore;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.silver.ImagingTables;
import eu.havenlake.lake.silver.WearableTables;
import eu.havenlake.lake.table.Lake;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a user's files to silver, without the broker between. One run per topic: each costs seconds. */
@ExtendWith(SparkExtension.class)
class SourcesSparkTest {
    private static final Instant NOW = Instant.parse("2024-06-02T00:00:00Z");
    private static final Origin ORIGIN = new Origin("set", Optional.of("public data set"), false);
    private static final Origin SHIFTED = new Origin("shifted", Optional.of("public data set"), true);

    @TempDir
    private Path folder;

    private Pseudonyms pseudonyms;

    @BeforeEach
    void makeKey() {
        pseudonyms = KeyFile.open(folder.resolve("keys"));
    }

    private Outcome curate(Lake lake, Topic topic, Stream<? extends SpecificRecord> records, Curation curation) {
        lake.append(topic.bronze(), BronzeOf.records(lake.session(), topic, records.toList()));
        Curator curator =
                new Curator(lake, new RunLog(lake), pseudonyms, Clock.fixed(NOW, ZoneOffset.UTC), "test", "run");
        return curator.curate(curator.todo(curation).orElseThrow());
    }

    /** How many records of a topic are held, by kind of trouble. */
    private static Map<String, Long> held(Lake lake, Topic topic) {
        return lake
                .read(Quarantine.QUARANTINE)
                .where(functions.col("topic").equalTo(topic.label()))
                .groupBy("error_class")
                .count()
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
    }

    private static String rate(String value, String time) {
        return "{\"header\":{\"id\":\"%s\",\"creation_date_time\":\"2024-01-01T00:00:00Z\",\"user_id\":\"u1\","
                        .formatted(value)
                + "\"schema_id\":{\"namespace\":\"omh\",\"name\":\"heart-rate\",\"version\":\"1.0\"}},\"body\":"
                + "{\"heart_rate\":{\"value\":%s,\"unit\":\"beats/min\"}%s}}\n".formatted(value, time);
    }

    private static String at(String time) {
        return ",\"effective_time_frame\":{\"date_time\":\"" + time + "\"}";
    }

    @Test
    void numbersOfWearablesReachSilverUnlessTheyCannotBeTrue(Lake lake) throws IOException {
        Path file = Files.writeString(
                folder.resolve("points.ndjson"),
                rate("60", at("2024-05-01T12:00:00Z"))
                        + rate("400", at("2024-05-01T12:01:00Z"))
                        + rate("61", at("2124-05-01T12:00:00Z"))
                        + rate("62", ""));
        OpenMHealthSource source = OpenMHealthSource.open(file);
        Outcome outcome = curate(
                lake,
                Topic.WEARABLE_SAMPLE,
                Stream.concat(source.read(ORIGIN), source.read(SHIFTED)),
                WearableCuration.curation());
        assertThat(Rows.text(
                        lake.read(WearableTables.WEARABLE_SAMPLE),
                        "dataset",
                        "donor",
                        "measure",
                        "value",
                        "unit",
                        "effective_start"))
                .containsExactly(
                        "set | " + pseudonyms.of("set:u1") + " | heart_rate | 60.0 | /min | 2024-05-01 12:00:00.0",
                        "shifted | " + pseudonyms.of("shifted:u1")
                                + " | heart_rate | 60.0 | /min | 2024-05-01 12:00:00.0",
                        "shifted | " + pseudonyms.of("shifted:u1")
                                + " | heart_rate | 61.0 | /min | 2124-05-01 12:00:00.0");
        assertThat(held(lake, Topic.WEARABLE_SAMPLE))
                .isEqualTo(Map.of("invalid", 2L, "effective_start_not_in_future", 1L, "effective_start_present", 2L));
        assertThat(outcome.counts()).containsEntry("inserted", 3L).containsEntry("quarantined", 5L);
    }

    @Test
    void picturesAndScansReachSilver(Lake lake) throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        BufferedImage picture = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
        ImageIO.write(picture, "png", images.resolve("a.png").toFile());
        Path labels = Files.writeString(
                folder.resolve("labels.csv"),
                "image,label,grade,patient,Patient Name,birth_date\na.png,ill,3,p1,Ann,1970-05-17\nb.png,ill,1,p1,Ann,\n");
        ObjectStore store = ObjectStore.open(folder.resolve("objects").toUri(), new Configuration());
        Outcome outcome = curate(
                lake,
                Topic.IMAGING_INSTANCE,
                Stream.concat(
                        ImageFolder.open(images, labels).read(ORIGIN, store),
                        DicomFolder.open(SharedData.path("dicom-series")).read(SHIFTED, store)),
                ImagingCuration.curation());
        assertThat(Rows.text(
                        lake.read(ImagingTables.IMAGE_INSTANCE)
                                .where(functions.col("dataset").equalTo("set")),
                        "donor",
                        "media_type",
                        "width",
                        "height",
                        "label",
                        "donor_named",
                        "to_json(attributes)",
                        "basis"))
                .containsExactly(pseudonyms.of("set:p1")
                        + " | image/png | 6 | 4 | ill | true | {\"grade\":\"3\"} | public data set");
        assertThat(lake.read(Topic.IMAGING_INSTANCE.bronze())
                        .where("attributes['patient name'] = 'Ann' AND attributes['birth_date'] = '1970-05-17'")
                        .count())
                .isEqualTo(1);
        // 16 slices of one series and 40 of another; the rest of the folder cannot be read.
        assertThat(outcome.counts()).containsEntry("read", 57L).containsEntry("inserted", 57L);
        assertThat(Rows.text(
                        lake.read(ImagingTables.IMAGE_INSTANCE)
                                .groupBy("series_uid")
                                .count(),
                        "count"))
                .containsExactly("1", "16", "40");
    }

    @Test
    void decisionsReachSilverAndThoseWithoutBeginningHoldFromTheirArrival(Lake lake) throws IOException {
        Path file = Files.writeString(folder.resolve("consent.csv"), """
                donor,decision,purposes,categories,from,until
                set:p1,grant,teaching,imaging;clinical,2024-01-01,2025-01-01
                set:p2,withdraw,,,,
                set:*,withdraw,,,,
                set:p3,perhaps,,,,
                """);
        curate(lake, Topic.CONSENT_DECISION, ConsentFile.open(file).read(), ConsentCuration.curation());
        assertThat(Rows.text(
                        lake.read(ConsentTable.CONSENT),
                        "offset",
                        "donor",
                        "whole_dataset",
                        "decision",
                        "array_join(categories, ',')",
                        "valid_from",
                        "valid_until"))
                .containsExactly(
                        "0 | " + pseudonyms.of("set:p1")
                                + " | false | grant | imaging,clinical | 2024-01-01 00:00:00.0 | 2025-01-01 00:00:00.0",
                        "1 | " + pseudonyms.of("set:p2") + " | false | withdraw |  | 2024-06-01 00:00:00.0 | ",
                        "2 | " + pseudonyms.of("set:*") + " | true | withdraw |  | 2024-06-01 00:00:00.0 | ");
    }
}
