package eu.havenlake.ingest.imaging;

import static eu.havenlake.ingest.imaging.DicomBytes.EXPLICIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonochromePixelsTest {
    private static DicomBytes wide(int columns) {
        return DicomBytes.image(EXPLICIT, 1, columns);
    }

    private static int[] gray(DicomBytes file) throws DicomException {
        return gray(file, 0);
    }

    private static int[] gray(DicomBytes file, int frame) throws DicomException {
        BufferedImage image = DicomFile.parse(file.bytes()).gray(frame);
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }

    private static DicomBytes windowed(DicomBytes file, String center, String width) {
        return file.text(DicomDictionary.WINDOW_CENTER, "DS", center).text(DicomDictionary.WINDOW_WIDTH, "DS", width);
    }

    @Test
    void withoutWindowTheFrameGoesFromBlackToWhite() throws DicomException {
        assertThat(gray(wide(3).pixelKind("MONOCHROME2", 8, 8, 0).octets(10, 20, 30, 0)))
                .containsExactly(0, 128, 255);
    }

    @Test
    void signedValuesLieBelowZero() throws DicomException {
        assertThat(gray(wide(3).pixelKind("MONOCHROME2", 16, 16, 1).words(-1000, 0, 1000)))
                .containsExactly(0, 128, 255);
    }

    @Test
    void bitsAboveTheStoredOnesDoNotCount() throws DicomException {
        assertThat(gray(wide(3).pixelKind("MONOCHROME2", 16, 12, 1).words(0xF000 | 0x800, 0xA000, 0x7FF)))
                .containsExactly(0, 128, 255);
    }

    @Test
    void smallValuesOfMonochrome1AreBright() throws DicomException {
        assertThat(gray(wide(3).pixelKind("MONOCHROME1", 8, 8, 0).octets(10, 20, 30, 0)))
                .containsExactly(255, 128, 0);
    }

    @Test
    void rescaleComesBeforeTheWindow() throws DicomException {
        DicomBytes file = windowed(wide(4), "50", "100")
                .text(DicomDictionary.RESCALE_SLOPE, "DS", "2")
                .text(DicomDictionary.RESCALE_INTERCEPT, "DS", "-1000")
                .pixelKind("MONOCHROME2", 16, 16, 0)
                .words(0, 500, 525, 60000);
        assertThat(gray(file)).containsExactly(0, 0, 129, 255);
    }

    /** Expectations by hand after PS3.3 C.11.2.1.2.1 and C.11.2.1.3. */
    @ParameterizedTest
    @CsvSource({
        "LINEAR, 2048, 4096, 0, 0",
        "LINEAR, 2048, 4096, 4095, 255",
        "LINEAR, 2048, 4096, 1024, 64",
        "LINEAR, 2048, 1, 2047, 0",
        "LINEAR, 2048, 1, 2048, 255",
        "LINEAR_EXACT, 100, 100, 50, 0",
        "LINEAR_EXACT, 100, 100, 100, 128",
        "LINEAR_EXACT, 100, 100, 150, 255",
        "SIGMOID, 100, 100, 100, 128",
        "SIGMOID, 100, 100, 50, 30",
        "SIGMOID, 100, 100, 65535, 255"
    })
    void windowIsThatOfTheStandard(String function, String center, String width, int value, int shown)
            throws DicomException {
        DicomBytes file = windowed(wide(1), center, width)
                .text(DicomDictionary.WINDOW_FUNCTION, "CS", function)
                .pixelKind("MONOCHROME2", 16, 16, 0)
                .words(value);
        assertThat(gray(file)).containsExactly(shown);
    }

    @Test
    void windowThatIsNoneIsNotUsed() throws DicomException {
        assertThat(gray(windowed(wide(2), "50", "0")
                        .pixelKind("MONOCHROME2", 8, 8, 0)
                        .octets(1, 2)))
                .containsExactly(0, 255);
        assertThat(gray(windowed(wide(2), "x", "9")
                        .pixelKind("MONOCHROME2", 8, 8, 0)
                        .octets(1, 2)))
                .containsExactly(0, 255);
    }

    @Test
    void paddingDoesNotWidenTheSpan() throws DicomException {
        DicomBytes file = wide(4).pixelKind("MONOCHROME2", 16, 16, 1)
                .number(DicomDictionary.PADDING, -2000)
                .words(-2000, 0, 50, 100);
        assertThat(gray(file)).containsExactly(0, 0, 128, 255);
    }

    @Test
    void frameOfOneValueIsBlack() throws DicomException {
        assertThat(gray(wide(2).pixelKind("MONOCHROME2", 8, 8, 0).octets(7, 7))).containsOnly(0);
    }

    @Test
    void eachFrameIsReadByItself() throws DicomException {
        DicomBytes file = DicomBytes.image(EXPLICIT, 2, 1)
                .text(DicomDictionary.FRAMES, "IS", "2")
                .pixelKind("MONOCHROME2", 8, 8, 0)
                .octets(0, 1, 9, 8);
        assertThat(gray(file, 0)).containsExactly(0, 255);
        assertThat(gray(file, 1)).containsExactly(255, 0);
        assertThatThrownBy(() -> gray(file, 2)).isInstanceOf(DicomException.class);
    }

    private static void refuses(DicomBytes file, String reason) {
        assertThatThrownBy(() -> DicomFile.parse(file.bytes()).frames())
                .isInstanceOf(DicomException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void pixelsThatAreNotMonochromeAreRefused() {
        refuses(wide(1).pixelKind("PALETTE COLOR", 8, 8, 0).octets(1, 0), "PALETTE COLOR");
        refuses(
                DicomBytes.file(EXPLICIT)
                        .number(DicomDictionary.SAMPLES_PER_PIXEL, 3)
                        .pixelKind("RGB", 8, 8, 0)
                        .octets(1, 2, 3, 0),
                "RGB, 3 samples");
    }

    @Test
    void pixelsOfOtherSizesAreRefused() {
        refuses(wide(1).pixelKind("MONOCHROME2", 32, 32, 0).words(1, 0), "32 bits");
        refuses(wide(1).pixelKind("MONOCHROME2", 8, 12, 0).octets(1, 0), "do not fit 8");
        refuses(wide(0).pixelKind("MONOCHROME2", 8, 8, 0).octets(1, 0), "Columns is missing or 0");
    }

    @Test
    void attributesMayNotAskForMoreThanIsThere() {
        refuses(
                DicomBytes.image(EXPLICIT, 65535, 65535)
                        .pixelKind("MONOCHROME2", 16, 16, 0)
                        .words(1),
                "65535 x 65535");
        refuses(
                wide(2).text(DicomDictionary.FRAMES, "IS", "2147483647")
                        .pixelKind("MONOCHROME2", 8, 8, 0)
                        .octets(IntStream.range(0, 64).toArray()),
                "in 2147483647 frames");
        refuses(
                wide(2).text(DicomDictionary.FRAMES, "IS", "-1")
                        .pixelKind("MONOCHROME2", 8, 8, 0)
                        .octets(1, 2),
                "NumberOfFrames");
    }

    @Test
    void fileWithoutPixelsSaysWhatItIs() {
        refuses(
                DicomBytes.file(EXPLICIT).text(DicomDictionary.MODALITY, "CS", "RTPLAN"),
                "no pixels (modality RTPLAN)");
    }
}
