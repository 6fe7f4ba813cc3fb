package eu.havenlake.ingest.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** The set of phantom retinas: pictures and labels of both eyes of phantom patients. */
final class FundusSet {
    private static final String HEAD = "image,label,grade,patient,eye";
    private static final float QUALITY = 0.92f;

    /** Parts of the patients by the grade of their worse eye: about four in ten are referable. */
    private static final double[] GRADE_PARTS = {0.42, 0.14, 0.25, 0.10, 0.09};

    private final long seed;
    private final int images;

    FundusSet(long seed, int images) {
        this.seed = seed;
        this.images = images;
    }

    /** Writes the pictures to {@code folder/pictures} and {@code folder/labels.csv}. */
    void write(Path folder, Consumer<String> progress) throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        List<Eye> eyes = eyes();
        AtomicInteger done = new AtomicInteger();
        eyes.parallelStream().forEach(eye -> {
            writeJpeg(new FundusPicture(eye, seed).paint(), pictures.resolve(eye.file()));
            int count = done.incrementAndGet();
            if (count % Math.max(1, images / 5) == 0) {
                progress.accept("synthetic retinas " + count + "/" + images);
            }
        });
        Files.write(folder.resolve("labels.csv"), labels(eyes));
    }

    /** Names of the phantom patients of so many pictures. */
    static List<String> patients(int images) {
        return IntStream.rangeClosed(1, images / 2)
                .mapToObj("phantom-%04d"::formatted)
                .toList();
    }

    /** Both eyes of every patient. Grades come by quota, so that a small set has them too, in an order by chance. */
    List<Eye> eyes() {
        List<String> patients = patients(images);
        Random random = Seeds.of(seed, "grades");
        List<Integer> grades = new ArrayList<>(IntStream.range(0, patients.size())
                .map(i -> grade((i + 0.5) / patients.size()))
                .boxed()
                .toList());
        Collections.shuffle(grades, random);
        List<Eye> eyes = new ArrayList<>();
        for (int i = 0; i < patients.size(); i++) {
            int worse = grades.get(i);
            int other = random.nextInt(10) < 7 ? worse : Math.max(0, worse - 1);
            boolean leftWorse = random.nextBoolean();
            eyes.add(new Eye(patients.get(i), Eye.Side.LEFT, leftWorse ? worse : other));
            eyes.add(new Eye(patients.get(i), Eye.Side.RIGHT, leftWorse ? other : worse));
        }
        return eyes;
    }

    private static int grade(double quantile) {
        int grade = 0;
        double upTo = GRADE_PARTS[0];
        while (quantile > upTo && grade < Eye.GRADES - 1) {
            upTo += GRADE_PARTS[++grade];
        }
        return grade;
    }

    private static List<String> labels(List<Eye> eyes) {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        eyes.forEach(eye -> lines.add(String.join(
                ",",
                eye.file(),
                eye.label(),
                Integer.toString(eye.grade()),
                eye.patient(),
                eye.side().letter())));
        return lines;
    }

    private static void writeJpeg(BufferedImage image, Path file) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a picture to " + file.getParent() + ": " + e.getMessage(), e);
        } finally {
            writer.dispose();
        }
    }
}
