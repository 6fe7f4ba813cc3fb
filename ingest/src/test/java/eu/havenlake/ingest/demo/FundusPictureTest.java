package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is seen in the pictures themselves, as means over several phantoms. */
class FundusPictureTest {
    private static final int PHANTOMS = 8;

    @Test
    void higherGradesShowMoreLesions() {
        double mild = changed(1);
        double moderate = changed(2);
        double severe = changed(3);
        double proliferative = changed(4);
        assertThat(mild).isBetween(2.0, 400.0);
        assertThat(moderate).isGreaterThan(1.5 * mild);
        assertThat(severe).isGreaterThan(1.5 * moderate);
        assertThat(proliferative).isGreaterThan(1.5 * moderate);
    }

    @Test
    void sameEyeIsTheSamePicture() {
        assertThat(changed(paint(0, Eye.Side.LEFT, 3), paint(0, Eye.Side.LEFT, 3)))
                .isZero();
    }

    @Test
    void discIsOnTheSideOfTheNose() {
        assertThat(brightestColumn(Eye.Side.RIGHT)).isGreaterThan(FundusPicture.SIZE * 0.6);
        assertThat(brightestColumn(Eye.Side.LEFT)).isLessThan(FundusPicture.SIZE * 0.4);
    }

    @Test
    void cornersAreBlackAndTheFieldIsOrange() {
        BufferedImage picture = paint(3, Eye.Side.LEFT, 0);
        assertThat(green(picture, 2, 2)).isLessThan(20);
        int middle = FundusPicture.SIZE / 2;
        int rgb = picture.getRGB(middle, middle);
        assertThat(rgb >> 16 & 255).isGreaterThan(rgb >> 8 & 255);
        assertThat(rgb >> 8 & 255).isGreaterThan(rgb & 255);
    }

    private static double changed(int grade) {
        return IntStream.range(0, PHANTOMS)
                .mapToLong(i -> changed(paint(i, Eye.Side.LEFT, 0), paint(i, Eye.Side.LEFT, grade)))
                .average()
                .orElseThrow();
    }

    /** Pixels whose green differs by more than a little. */
    private static long changed(BufferedImage one, BufferedImage other) {
        return IntStream.range(0, FundusPicture.SIZE * FundusPicture.SIZE)
                .filter(i -> Math.abs(green(one, i % FundusPicture.SIZE, i / FundusPicture.SIZE)
                                - green(other, i % FundusPicture.SIZE, i / FundusPicture.SIZE))
                        > 8)
                .count();
    }

    /** Mean column of the brightest hundredth of the pixels of several healthy eyes. */
    private static double brightestColumn(Eye.Side side) {
        return IntStream.range(0, PHANTOMS)
                .mapToDouble(i -> {
                    BufferedImage picture = paint(i, side, 0);
                    return IntStream.range(0, FundusPicture.SIZE * FundusPicture.SIZE)
                            .boxed()
                            .sorted((a, b) -> green(picture, b) - green(picture, a))
                            .limit(FundusPicture.SIZE * FundusPicture.SIZE / 200)
                            .mapToInt(at -> at % FundusPicture.SIZE)
                            .average()
                            .orElseThrow();
                })
                .average()
                .orElseThrow();
    }

    private static BufferedImage paint(int phantom, Eye.Side side, int grade) {
        return new FundusPicture(new Eye("phantom-" + phantom, side, grade), 11).paint();
    }

    private static int green(BufferedImage picture, int at) {
        return green(picture, at % FundusPicture.SIZE, at / FundusPicture.SIZE);
    }

    private static int green(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) >> 8 & 255;
    }
}
