package eu.havenlake.features.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final int WHITE = 0xffffff;

    /** Black but for a bright rectangle; the bounds are within it. */
    private static Picture field(int width, int height, int left, int top, int right, int bottom) {
        int[] rgb = new int[width * height];
        for (int y = top; y <= bottom; y++) {
            Arrays.fill(rgb, y * width + left, y * width + right + 1, WHITE);
        }
        return new Picture(width, height, rgb);
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }

    @Test
    void pngIsDecodedPixelByPixel() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x010203);
        image.setRGB(1, 0, 0xfefdfc);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        Picture picture = Picture.decode(file.toByteArray());
        assertThat(picture.width()).isEqualTo(2);
        assertThat(picture.height()).isEqualTo(1);
        assertThat(picture.rgb()).containsExactly(0x010203, 0xfefdfc);
    }

    @Test
    void fileThatIsNoImageIsRefused() {
        assertThatThrownBy(() -> Picture.decode("no image".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no reader");
    }

    @Test
    void darkBorderIsCutOnAllSides() {
        Picture cut = field(20, 10, 3, 2, 15, 8).withoutDarkBorder();
        assertThat(cut.width()).isEqualTo(13);
        assertThat(cut.height()).isEqualTo(7);
        assertThat(cut.rgb()).hasSize(13 * 7).containsOnly(WHITE);
    }

    @Test
    void darkPixelsWithinTheFieldStay() {
        Picture picture = field(20, 10, 3, 2, 15, 8);
        picture.rgb()[5 * 20 + 9] = 0;
        assertThat(picture.withoutDarkBorder().rgb()[3 * 13 + 6]).isZero();
    }

    @Test
    void loneBrightPixelInTheBorderIsNoField() {
        // One of 100 is under the share of 2 % that makes a row or column part of the field.
        Picture picture = field(100, 100, 20, 20, 79, 79);
        picture.rgb()[0] = WHITE;
        assertThat(picture.withoutDarkBorder().width()).isEqualTo(60);
        assertThat(picture.withoutDarkBorder().height()).isEqualTo(60);
    }

    @Test
    void noiseOfTheSensorIsDark() {
        int[] rgb = new int[16];
        Arrays.fill(rgb, 0x0c0c0c);
        rgb[5] = 0x0d0d0d;
        Picture cut = new Picture(4, 4, rgb).withoutDarkBorder();
        assertThat(cut.rgb()).containsExactly(0x0d0d0d);
    }

    @Test
    void pictureThatIsAllDarkIsLeftAsItIs() {
        Picture dark = new Picture(4, 3, new int[12]);
        assertThat(dark.withoutDarkBorder()).isSameAs(dark);
    }

    @Test
    void widePictureIsPaddedAboveAndBelow() {
        Picture square = new Picture(4, 2, new int[] {1, 2, 3, 4, 5, 6, 7, 8}).squared();
        assertThat(square.width()).isEqualTo(4);
        assertThat(square.height()).isEqualTo(4);
        assertThat(square.rgb()).containsExactly(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0);
    }

    @Test
    void tallPictureIsPaddedLeftAndRight() {
        assertThat(new Picture(1, 3, new int[] {1, 2, 3}).squared().rgb()).containsExactly(0, 1, 0, 0, 2, 0, 0, 3, 0);
    }

    @Test
    void halfSizeIsTheMeanOfEachArea() {
        int[] rgb = new int[64];
        for (int i = 0; i < 64; i++) {
            rgb[i] = (i / 8 + i % 8) % 2 == 0 ? WHITE : 0;
        }
        assertThat(unsigned(new Picture(8, 8, rgb).planes(4, 4))).hasSize(48).containsOnly(128);
    }

    @Test
    void planesFollowOneAnotherInRedGreenBlue() {
        assertThat(unsigned(new Picture(2, 1, new int[] {0x0a141e, 0xf0e6dc}).planes(2, 1)))
                .containsExactly(0x0a, 0xf0, 0x14, 0xe6, 0x1e, 0xdc);
    }

    @Test
    void largerSizeRepeatsPixels() {
        assertThat(unsigned(new Picture(2, 1, new int[] {0x010101, 0x020202}).planes(4, 2)))
                .startsWith(1, 1, 2, 2, 1, 1, 2, 2);
    }

    @Test
    void sizeThatDoesNotDivideStillCoversEveryPixel() {
        // Five columns in two: two and three of them.
        Picture picture = new Picture(5, 1, new int[] {10, 20, 30, 60, 90});
        assertThat(unsigned(picture.planes(2, 1))).endsWith(15, 60);
    }

    @Test
    void greyWeighsRedGreenAndBlueAsTheEyeDoes() {
        assertThat(unsigned(new Picture(4, 1, new int[] {0xff0000, 0x00ff00, 0x0000ff, WHITE}).grey(4, 1)))
                .containsExactly(76, 150, 29, 255);
    }
}
