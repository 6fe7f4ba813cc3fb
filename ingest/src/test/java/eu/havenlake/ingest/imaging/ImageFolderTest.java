package eu.havenlake.ingest.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final Origin ORIGIN = new Origin("eyes", Optional.of("public data set"), true);

    @TempDir
    private Path folder;

    private Path images;
    private ObjectStore store;

    @BeforeEach
    void makeFolder() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        store = ObjectStore.open(folder.resolve("objects").toUri(), new Configuration());
    }

    private void picture(String name, byte[] bytes) throws IOException {
        Files.write(images.resolve(name), bytes);
    }

    private List<ImagingInstance> read(String labels) throws IOException {
        Path file = Files.writeString(folder.resolve("labels.csv"), labels);
        return ImageFolder.open(images, file).read(ORIGIN, store).toList();
    }

    @Test
    void pictureOfANamedPatientBecomesARecordAndAnObject() throws IOException {
        byte[] bytes = Pictures.noise("png", 7, 5, 1);
        picture("p1_L.png", bytes);
        ImagingInstance record =
                read("image,label,grade,patient,eye\np1_L.png,ill,3,p1,L\n").getFirst();
        assertThat(record.getProblem()).isNull();
        assertThat(record.getDonor()).isEqualTo("eyes:p1");
        assertThat(record.getDonorNamed()).isTrue();
        assertThat(record.getBasis()).isEqualTo("public data set");
        assertThat(record.getDatesShifted()).isTrue();
        assertThat(record.getMediaType()).isEqualTo("image/png");
        assertThat(List.of(record.getWidth(), record.getHeight())).containsExactly(7, 5);
        assertThat(record.getLabel()).isEqualTo("ill");
        assertThat(record.getSource()).isEqualTo("p1_L.png");
        assertThat(record.getBytes()).isEqualTo(bytes.length);
        assertThat(record.getUri()).isEqualTo(record.getSha256().substring(0, 2) + "/" + record.getSha256());
        assertThat(store.read(record.getUri())).isEqualTo(bytes);
    }

    @Test
    void patientIsNoAttributeButOtherColumnsAre() throws IOException {
        picture("a.png", Pictures.noise("png", 4, 4, 1));
        ImagingInstance record = read("image,label,grade,patient,donor,eye\na.png,ill,3,p1,d1,L\n")
                .getFirst();
        assertThat(record.getAttributes())
                .containsOnly(java.util.Map.entry("grade", "3"), java.util.Map.entry("eye", "L"));
        assertThat(record.getDonor()).isEqualTo("eyes:d1");
    }

    @Test
    void pictureOfNobodyIsItsOwnDonor() throws IOException {
        picture("a.jpg", Pictures.noise("jpg", 4, 4, 1));
        ImagingInstance record = read("image,label\na.jpg,ill\n").getFirst();
        assertThat(record.getDonor()).isEqualTo("eyes:" + record.getSha256());
        assertThat(record.getDonorNamed()).isFalse();
        assertThat(record.getMediaType()).isEqualTo("image/jpeg");
    }

    @Test
    void pictureWithoutLabelAndLabelWithoutPictureAreProblems() throws IOException {
        picture("a.png", Pictures.noise("png", 4, 4, 1));
        List<ImagingInstance> records = read("image,label\nb.png,ill\n");
        assertThat(records)
                .extracting(ImagingInstance::getProblem)
                .containsExactly("labels.csv:2: there is no picture b.png", "a.png: it has no label in labels.csv");
        assertThat(records.getFirst().getAttributes()).containsEntry("line", "b.png,ill");
        assertThat(records.getFirst().getSha256()).isNull();
    }

    @Test
    void emptyLabelIsAProblem() throws IOException {
        picture("a.png", Pictures.noise("png", 4, 4, 1));
        assertThat(read("image,label\na.png,\n"))
                .singleElement()
                .satisfies(record -> assertThat(record.getProblem()).isEqualTo("labels.csv:2: the label is empty"));
    }

    @Test
    void secondLabelOfAPictureIsAProblem() throws IOException {
        picture("a.png", Pictures.noise("png", 4, 4, 1));
        assertThat(read("image,label\na.png,ill\n./a.png,well\n"))
                .extracting(ImagingInstance::getProblem)
                .containsExactly(null, "labels.csv:3: its picture has a label already, on a line before");
    }

    @Test
    void pictureThatIsCutShortIsAProblemInEitherFormat() throws IOException {
        for (String format : List.of("png", "jpg")) {
            byte[] whole = Pictures.noise(format, 64, 64, 1);
            picture("cut." + format, Arrays.copyOf(whole, whole.length * 3 / 4));
        }
        assertThat(read("image,label\ncut.png,ill\ncut.jpg,ill\n")).hasSize(2).allSatisfy(record -> {
            assertThat(record.getProblem()).contains("cut.");
            assertThat(store.read(record.getUri())).hasSize(record.getBytes().intValue());
        });
    }

    @Test
    void pictureIsWhatItsBytesSayNotItsName() throws IOException {
        picture("really-png.jpg", Pictures.noise("png", 4, 4, 1));
        picture("really-gif.png", Pictures.noise("gif", 4, 4, 1));
        picture("text.png", "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        List<ImagingInstance> records = read("image,label\nreally-png.jpg,a\nreally-gif.png,a\ntext.png,a\n");
        assertThat(records.get(0).getMediaType()).isEqualTo("image/png");
        assertThat(records.get(1).getProblem()).isEqualTo("really-gif.png: it is gif, not PNG or JPEG");
        assertThat(records.get(2).getProblem()).isEqualTo("text.png: it is neither PNG nor JPEG");
    }

    @Test
    void pictureThatWouldFillTheMemoryIsNotDecoded() throws IOException {
        byte[] small = Pictures.noise("png", 4, 4, 1);
        java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(small);
        header.putInt(16, 100_000).putInt(20, 100_000);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(small, 12, 17);
        header.putInt(29, (int) crc.getValue());
        picture("bomb.png", small);
        assertThat(read("image,label\nbomb.png,a\n").getFirst().getProblem()).contains("100000 x 100000 pixels");
    }

    @Test
    void labelCannotLeadOutOfTheFolder() throws IOException {
        Files.write(folder.resolve("secret.png"), Pictures.noise("png", 4, 4, 1));
        assertThat(read("image,label\n../secret.png,ill\n" + folder.resolve("secret.png") + ",ill\n"))
                .extracting(ImagingInstance::getProblem)
                .containsExactly(
                        "labels.csv:2: the picture is outside the folder",
                        "labels.csv:3: the picture is outside the folder");
    }

    @Test
    void brokenLineIsAProblemWithTheLineAsItStands() throws IOException {
        assertThat(read("image,label\n\"a.png,ill\n")).singleElement().satisfies(record -> {
            assertThat(record.getProblem()).startsWith("labels.csv:2: it is not CSV");
            assertThat(record.getAttributes()).containsEntry("line", "\"a.png,ill");
            assertThat(record.getDonor()).isNull();
        });
    }

    @Test
    void folderCountsItsRecordsBeforeItReadsThem() throws IOException {
        picture("a.png", Pictures.noise("png", 4, 4, 1));
        picture("b.png", Pictures.noise("png", 4, 4, 2));
        Path labels = Files.writeString(folder.resolve("labels.csv"), "image,label\na.png,ill\nc.png,ill\n");
        ImageFolder opened = ImageFolder.open(images, labels);
        assertThat(opened.size())
                .isEqualTo(3)
                .isEqualTo(opened.read(ORIGIN, store).count());
    }

    @Test
    void labelFileWithoutItsColumnsIsTheUsersError() {
        assertThatThrownBy(() -> read("image,mask\na.png,m.png\n"))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("no column \"label\"")
                .hasMessageContaining("image, mask");
    }
}
