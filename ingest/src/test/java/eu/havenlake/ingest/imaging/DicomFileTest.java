package eu.havenlake.ingest.imaging;

import static eu.havenlake.ingest.imaging.DicomBytes.EXPLICIT;
import static eu.havenlake.ingest.imaging.DicomBytes.IMPLICIT;
import static eu.havenlake.ingest.imaging.DicomBytes.SEQUENCE;
import static eu.havenlake.ingest.imaging.DicomBytes.UNDEFINED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFileTest {
    private static final int PRIVATE = 0x00091001;

    private static DicomFile parse(DicomBytes file) throws DicomException {
        return DicomFile.parse(file.bytes());
    }

    private static void refuses(byte[] file, String reason) {
        assertThatThrownBy(() -> DicomFile.parse(file))
                .isInstanceOf(DicomException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT})
    void attributesAreReadWithAndWithoutValueRepresentations(String syntax) throws DicomException {
        DicomFile file = parse(DicomBytes.image(syntax, 3, 5)
                .text(DicomDictionary.MODALITY, "CS", "MR")
                .text(DicomDictionary.PATIENT_ID, "LO", "p1")
                .text(DicomDictionary.WINDOW_CENTER, "DS", "40.5\\400"));
        assertThat(file.text(DicomDictionary.PATIENT_ID)).contains("p1");
        assertThat(file.number(DicomDictionary.COLUMNS)).hasValue(5);
        assertThat(file.decimal(DicomDictionary.WINDOW_CENTER)).hasValue(40.5);
        assertThat(file.disclosed())
                .containsEntry("Modality", "MR")
                .containsEntry("Rows", "3")
                .containsEntry("TransferSyntaxUID", syntax);
    }

    @Test
    void whatIdentifiesAPatientIsNotDisclosed() throws DicomException {
        DicomFile file = parse(DicomBytes.file(EXPLICIT)
                .text(0x00080050, "SH", "secret-accession")
                .text(0x00080080, "LO", "secret-hospital")
                .text(0x00081030, "LO", "secret-description")
                .text(0x00100010, "PN", "secret-name")
                .text(DicomDictionary.PATIENT_ID, "LO", "secret-id")
                .text(0x00100030, "DA", "19700101")
                .text(0x00104000, "LT", "secret-comment")
                .text(DicomDictionary.STUDY_INSTANCE, "UI", "1.2.3"));
        assertThat(file.disclosed().values()).noneMatch(value -> value.contains("secret"));
        assertThat(file.disclosed()).containsOnlyKeys("TransferSyntaxUID");
    }

    @ParameterizedTest
    @ValueSource(strings = {IMPLICIT, EXPLICIT})
    void sequencesAndPrivateElementsAreSkippedWhateverTheyHold(String syntax) throws DicomException {
        DicomFile file = parse(DicomBytes.file(syntax)
                .header(SEQUENCE, "SQ", UNDEFINED)
                .item(UNDEFINED)
                .text(DicomDictionary.PATIENT_ID, "LO", "inner")
                .header(SEQUENCE, "SQ", UNDEFINED)
                .item(4)
                .raw((byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .endOfSequence()
                .endOfItem()
                .endOfSequence()
                .header(PRIVATE, "SQ", 8)
                .item(0)
                .header(0x00091002, "UN", 2)
                .raw((byte) 1, (byte) 2)
                .text(DicomDictionary.PATIENT_ID, "LO", "outer"));
        assertThat(file.text(DicomDictionary.PATIENT_ID)).contains("outer");
    }

    @Test
    void sequenceOfUnknownRepresentationIsWrittenImplicitly() throws DicomException {
        DicomBytes inner = DicomBytes.file(IMPLICIT).text(0x00091010, "LO", "x");
        int head = DicomBytes.file(IMPLICIT).bytes().length;
        DicomFile file = parse(DicomBytes.file(EXPLICIT)
                .header(PRIVATE, "UN", UNDEFINED)
                .item(UNDEFINED)
                .raw(Arrays.copyOfRange(inner.bytes(), head, inner.bytes().length))
                .endOfItem()
                .endOfSequence()
                .text(DicomDictionary.PATIENT_ID, "LO", "p1"));
        assertThat(file.text(DicomDictionary.PATIENT_ID)).contains("p1");
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.10008.1.2.2, Explicit VR Big Endian (1.2.840.10008.1.2.2)",
        "1.2.840.10008.1.2.1.99, Deflated Explicit VR Little Endian (1.2.840.10008.1.2.1.99)"
    })
    void transferSyntaxThatIsNotReadIsNamed(String uid, String name) {
        refuses(DicomBytes.file(uid).bytes(), name);
    }

    @ParameterizedTest
    @CsvSource({"1.2.840.10008.1.2.4.70, JPEG Lossless SV1", "1.2.840.10008.1.2.5, RLE Lossless", "1.2.3, not known"})
    void compressedPixelsAreNotReadButTheirAttributesAre(String uid, String name) throws DicomException {
        DicomFile file = parse(DicomBytes.image(uid, 2, 2)
                .pixelKind("MONOCHROME2", 8, 8, 0)
                .text(DicomDictionary.MODALITY, "CS", "MR")
                .header(DicomDictionary.PIXEL_DATA, "OB", UNDEFINED)
                .item(0)
                .item(2)
                .raw((byte) 1, (byte) 2)
                .endOfSequence());
        assertThat(file.disclosed()).containsEntry("Modality", "MR");
        assertThatThrownBy(file::frames).hasMessageContaining(name).hasMessageContaining(uid);
    }

    @Test
    void fileWithoutPreambleOrTransferSyntaxIsRefused() {
        refuses(new byte[0], "no DICOM preamble");
        refuses(new byte[500], "no DICOM preamble");
        refuses(Arrays.copyOf(DicomBytes.file(EXPLICIT).bytes(), 132), "names no transfer syntax");
    }

    @Test
    void lengthBeyondTheEndIsRefusedWithoutBeingAllocated() {
        byte[] file = DicomBytes.file(EXPLICIT)
                .header(DicomDictionary.PIXEL_DATA, "OW", 0x7FFFFFF0)
                .bytes();
        refuses(file, "(7FE0,0010) at byte " + file.length + " says it has 2147483632 bytes");
    }

    @Test
    void lengthAbove31BitsIsNotTakenForANegativeOne() {
        refuses(
                DicomBytes.file(EXPLICIT)
                        .header(DicomDictionary.PIXEL_DATA, "OW", 0xFFFFFFF0)
                        .bytes(),
                "says it has 4294967280 bytes");
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        DicomBytes file = DicomBytes.file(IMPLICIT);
        for (int i = 0; i < 200_000; i++) {
            file.header(SEQUENCE, "SQ", UNDEFINED).item(UNDEFINED);
        }
        refuses(file.bytes(), "nested deeper than 64");
    }

    @Test
    void sequenceThatNeverEndsIsRefused() {
        refuses(
                DicomBytes.file(EXPLICIT)
                        .header(SEQUENCE, "SQ", UNDEFINED)
                        .item(UNDEFINED)
                        .bytes(),
                "cut short");
        refuses(
                DicomBytes.file(EXPLICIT)
                        .header(SEQUENCE, "SQ", UNDEFINED)
                        .text(DicomDictionary.MODALITY, "CS", "MR")
                        .bytes(),
                "stands where an item of a sequence should");
    }

    @Test
    void elementWithoutRepresentationOrLengthIsRefused() {
        refuses(
                DicomBytes.file(EXPLICIT)
                        .raw(new byte[] {8, 0, 0x60, 0, 0, 0, 2, 0, 'M', 'R'})
                        .bytes(),
                "(0008,0060) at byte");
        refuses(
                DicomBytes.file(EXPLICIT)
                        .header(DicomDictionary.MODALITY, "UT", UNDEFINED)
                        .bytes(),
                "has no length");
    }

    @Test
    void noPrefixAndNoFlippedByteOfAFileHangsOrBreaksTheReader() {
        byte[] whole = DicomBytes.image(EXPLICIT, 2, 2)
                .pixelKind("MONOCHROME2", 16, 12, 1)
                .header(SEQUENCE, "SQ", UNDEFINED)
                .item(UNDEFINED)
                .text(DicomDictionary.MODALITY, "CS", "MR")
                .endOfItem()
                .endOfSequence()
                .words(1, 2, 3, 4)
                .bytes();
        Random random = new Random(7);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < whole.length; i++) {
                readOrRefuse(Arrays.copyOf(whole, i));
            }
            for (int i = 0; i < 20_000; i++) {
                byte[] flipped = whole.clone();
                flipped[132 + random.nextInt(whole.length - 132)] = (byte) random.nextInt();
                flipped[132 + random.nextInt(whole.length - 132)] = (byte) random.nextInt();
                readOrRefuse(flipped);
            }
        });
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            DicomFile file = DicomFile.parse(bytes);
            file.disclosed();
            file.acquired();
            file.gray(0);
        } catch (DicomException e) {
            assertThat(e).hasMessageMatching("it.*|its.*|\\([0-9A-F]{4},[0-9A-F]{4}\\).*");
        }
    }

    @Test
    void timeOfTheImageIsTheOneNearestToItsTaking() throws DicomException {
        DicomBytes file = DicomBytes.file(EXPLICIT)
                .text(DicomDictionary.STUDY_DATE, "DA", "20240101")
                .text(DicomDictionary.CONTENT_DATE, "DA", "20240102")
                .text(DicomDictionary.CONTENT_TIME, "TM", "1015");
        assertThat(parse(file).acquired()).contains(Instant.parse("2024-01-02T10:15:00Z"));
        file.text(DicomDictionary.ACQUISITION_DATE, "DA", "2024.01.03")
                .text(DicomDictionary.ACQUISITION_TIME, "TM", "101530.25")
                .text(DicomDictionary.OFFSET_FROM_UTC, "SH", "+0100");
        assertThat(parse(file).acquired()).contains(Instant.parse("2024-01-03T09:15:30.250Z"));
        file.text(DicomDictionary.ACQUISITION_DATE_TIME, "DT", "20240104101530-0500");
        assertThat(parse(file).acquired()).contains(Instant.parse("2024-01-04T15:15:30Z"));
    }

    @Test
    void dateThatIsNoneIsPassedOver() throws DicomException {
        DicomBytes file = DicomBytes.file(EXPLICIT).text(DicomDictionary.ACQUISITION_DATE, "DA", "20241399");
        assertThat(parse(file).acquired()).isEmpty();
        assertThat(parse(file.text(DicomDictionary.STUDY_DATE, "DA", "20240101"))
                        .acquired())
                .contains(Instant.parse("2024-01-01T00:00:00Z"));
    }
}
