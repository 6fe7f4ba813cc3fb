package eu.havenlake.ingest.imaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * What a PNG or JPEG file says of itself, once it has been decoded as a whole.
 *
 * @param mediaType {@code image/png} or {@code image/jpeg}, by the content and not by the name
 * @param width columns of pixels
 * @param height rows of pixels
 */
record PictureHeader(String mediaType, int width, int height) {
    /** More pixels than any camera has: past it a small file may fill the memory. */
    static final long MOST_PIXELS = 100_000_000L;

    private static final Map<String, String> MEDIA_TYPES = Map.of("png", "image/png", "jpeg", "image/jpeg");

    /** Why a file is not a picture that a model can be trained on. */
    static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1L;

        Undecodable(String reason) {
            super(reason);
        }
    }

    /**
     * Reads and decodes a picture.
     *
     * @throws Undecodable where it is of another kind, cut short, damaged or too large
     */
    static PictureHeader of(Path file) throws Undecodable {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new Undecodable("it is neither PNG nor JPEG");
            }
            return of(readers.next(), in);
        } catch (IOException | RuntimeException e) {
            // The decoders of the JDK throw many kinds of RuntimeException on damaged files.
            throw new Undecodable("it does not decode: " + reason(e));
        }
    }

    private static PictureHeader of(ImageReader reader, ImageInputStream in) throws IOException, Undecodable {
        try {
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!MEDIA_TYPES.containsKey(format)) {
                throw new Undecodable("it is %s, not PNG or JPEG".formatted(format));
            }
            reader.setInput(in);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > MOST_PIXELS) {
                throw new Undecodable("it has %d x %d pixels, more than %d".formatted(width, height, MOST_PIXELS));
            }
            decode(reader);
            return new PictureHeader(MEDIA_TYPES.get(format), width, height);
        } finally {
            reader.dispose();
        }
    }

    /** A JPEG that breaks off is only warned of: the decoder paints the missing part gray. */
    private static void decode(ImageReader reader) throws IOException, Undecodable {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.read(0);
        for (String warning : warnings) {
            if (warning.contains("Premature end") || warning.contains("Corrupt JPEG data")) {
                throw new Undecodable("it is cut short or damaged: " + warning);
            }
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
