package eu.havenlake.ingest.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.file.SharedData;
import eu.havenlake.lake.objects.ObjectStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomFolderTest {
    private static final Origin ORIGIN = new Origin("scans", Optional.empty(), false);

    @TempDir
    private Path folder;

    private Map<String, ImagingInstance> read(Path files) {
        ObjectStore store = ObjectStore.open(folder.resolve("objects").toUri(), new Configuration());
        return DicomFolder.open(files)
                .read(ORIGIN, store)
                .collect(Collectors.toMap(ImagingInstance::getSource, Function.identity()));
    }

    private Path folderOf(String name, DicomBytes file) throws IOException {
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.write(files.resolve(name), file.bytes());
        return files;
    }

    @Test
    void imageBecomesARecordOfItsPatient() throws IOException {
        ImagingInstance record = read(folderOf(
                        "1.dcm",
                        DicomBytes.image(DicomBytes.EXPLICIT, 1, 2)
                                .pixelKind("MONOCHROME2", 8, 8, 0)
                                .text(DicomDictionary.MODALITY, "CS", "CT")
                                .text(DicomDictionary.PATIENT_ID, "LO", "p1")
                                .text(DicomDictionary.STUDY_INSTANCE, "UI", "1.1")
                                .text(DicomDictionary.SERIES_INSTANCE, "UI", "1.2")
                                .text(DicomDictionary.SOP_INSTANCE, "UI", "1.3\0")
                                .octets(1, 2)))
                .get("1.dcm");
        assertThat(record.getProblem()).isNull();
        assertThat(record.getDonor()).isEqualTo("scans:p1");
        assertThat(record.getDonorNamed()).isTrue();
        assertThat(List.of(record.getStudyUid(), record.getSeriesUid(), record.getInstanceUid()))
                .containsExactly("1.1", "1.2", "1.3");
        assertThat(List.of(record.getWidth(), record.getHeight())).containsExactly(2, 1);
        assertThat(record.getMediaType()).isEqualTo("application/dicom");
        assertThat(record.getModality()).isEqualTo("CT");
    }

    @Test
    void problemKeepsTheFileAndWhatIsKnownOfIt() throws IOException {
        ImagingInstance record = read(folderOf(
                        "plan",
                        DicomBytes.file(DicomBytes.IMPLICIT)
                                .text(DicomDictionary.MODALITY, "CS", "RTPLAN")
                                .text(DicomDictionary.PATIENT_ID, "LO", "secret")))
                .get("plan");
        assertThat(record.getProblem()).isEqualTo("plan: it holds no pixels (modality RTPLAN)");
        assertThat(record.getModality()).isEqualTo("RTPLAN");
        assertThat(folder.resolve("objects").resolve(record.getUri())).exists();
        assertThat(record.getWidth()).isNull();
    }

    @Test
    void fileOfNoPatientIsItsOwnDonor() throws IOException {
        ImagingInstance record = read(folderOf(
                        "notes.txt", DicomBytes.file(DicomBytes.IMPLICIT).text(DicomDictionary.PATIENT_ID, "LO", "  ")))
                .get("notes.txt");
        assertThat(record.getDonor()).isEqualTo("scans:" + record.getSha256());
        assertThat(record.getDonorNamed()).isFalse();
    }

    @Test
    void realFilesAreReadOrRefusedForTheRightReason() {
        Map<String, Integer> reasons = new TreeMap<>();
        Map<String, ImagingInstance> records = read(SharedData.path("dicom"));
        records.values().forEach(record -> reasons.merge(reason(record.getProblem()), 1, Integer::sum));
        assertThat(records).hasSize(158);
        assertThat(reasons)
                .containsEntry("read", 35)
                .containsEntry("its transfer syntax is not read", 7)
                .containsEntry("it has no DICOM preamble (128 bytes, then DICM)", 8)
                .containsEntry("it is the directory of other files (DICOMDIR), not an image", 7);
        assertThat(records.get("MR_small_expb.dcm").getProblem()).contains("Explicit VR Big Endian");
        assertThat(records.get("image_dfl.dcm").getProblem()).contains("Deflated");
        assertThat(records.get("MR_small_jpeg_ls_lossless.dcm").getProblem()).contains("JPEG-LS Lossless");
        assertThat(records.get("rtdose.dcm").getProblem()).contains("32 bits");
        assertThat(records.get("priv_SQ.dcm").getProblem()).contains("no pixels");
    }

    private static String reason(String problem) {
        if (problem == null) {
            return "read";
        }
        String reason = problem.substring(problem.indexOf(": ") + 2);
        return reason.contains(":") ? reason.substring(0, reason.indexOf(':')) : reason;
    }

    @Test
    void sameImageInTwoTransferSyntaxesIsTheSamePicture() throws IOException, DicomException {
        BufferedImage explicit = gray("dicom/MR_small.dcm");
        BufferedImage implicit = gray("dicom/MR_small_implicit.dcm");
        assertThat(pixels(implicit)).isEqualTo(pixels(explicit)).contains(66, 255);
    }

    @Test
    void allSlicesOfARealSeriesAreReadAsOne() {
        List<ImagingInstance> slices =
                List.copyOf(read(SharedData.path("dicom-series/t1-head")).values());
        assertThat(slices).hasSize(40).allMatch(slice -> slice.getProblem() == null);
        assertThat(slices)
                .extracting(ImagingInstance::getSeriesUid)
                .containsOnly(slices.getFirst().getSeriesUid());
        assertThat(slices).extracting(ImagingInstance::getInstanceUid).doesNotHaveDuplicates();
    }

    private static BufferedImage gray(String file) throws IOException, DicomException {
        return DicomFile.parse(Files.readAllBytes(SharedData.path(file))).gray(0);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }
}
