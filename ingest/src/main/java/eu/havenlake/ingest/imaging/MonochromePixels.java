package eu.havenlake.ingest.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Uncompressed pixels of one sample (DICOM PS3.3 C.7.6.3): 8 or 16 bits, signed or not.
 *
 * @param file the file they lie in
 * @param rows rows of a frame
 * @param columns columns of a frame
 * @param frames number of frames
 * @param bytes bytes of a pixel
 * @param shift bits below the stored ones
 * @param stored bits that hold the value
 * @param signed whether the value is in two's complement
 */
record MonochromePixels(
        DicomFile file, int rows, int columns, int frames, int bytes, int shift, int stored, boolean signed) {

    /** @throws DicomException where the file holds no such pixels, or fewer bytes than its attributes say */
    static MonochromePixels of(DicomFile file) throws DicomException {
        checkKind(file);
        int allocated = number(file, DicomDictionary.BITS_ALLOCATED, "BitsAllocated");
        if (allocated != 8 && allocated != 16) {
            throw new DicomException("its pixels have %d bits, not 8 or 16".formatted(allocated));
        }
        int stored = number(file, DicomDictionary.BITS_STORED, "BitsStored");
        int high = file.number(DicomDictionary.HIGH_BIT).orElse(stored - 1);
        if (stored < 1 || high < stored - 1 || high >= allocated) {
            throw new DicomException(
                    "its %d stored bits up to bit %d do not fit %d".formatted(stored, high, allocated));
        }
        MonochromePixels pixels = new MonochromePixels(
                file,
                number(file, DicomDictionary.ROWS, "Rows"),
                number(file, DicomDictionary.COLUMNS, "Columns"),
                frames(file),
                allocated / 8,
                high - stored + 1,
                stored,
                file.number(DicomDictionary.REPRESENTATION).orElse(0) == 1);
        pixels.checkSize();
        return pixels;
    }

    private static void checkKind(DicomFile file) throws DicomException {
        if (file.pixels().isEmpty()) {
            throw new DicomException("it holds no pixels (modality %s)"
                    .formatted(file.code(DicomDictionary.MODALITY).orElse("not given")));
        }
        if (file.syntax().coding() == TransferSyntax.Coding.ENCAPSULATED
                || file.pixels().get().fragments()) {
            throw new DicomException("its pixels are compressed, which is not read: transfer syntax " + file.syntax());
        }
        int samples = file.number(DicomDictionary.SAMPLES_PER_PIXEL).orElse(1);
        String kind = file.code(DicomDictionary.PHOTOMETRIC).orElse("not given");
        if (samples != 1 || !kind.startsWith("MONOCHROME")) {
            throw new DicomException("its pixels are not monochrome: %s, %d samples".formatted(kind, samples));
        }
    }

    private static int number(DicomFile file, int tag, String keyword) throws DicomException {
        OptionalInt number = file.number(tag);
        if (number.isEmpty() || number.getAsInt() == 0) {
            throw new DicomException("its %s is missing or 0".formatted(keyword));
        }
        return number.getAsInt();
    }

    private static int frames(DicomFile file) throws DicomException {
        double frames = file.decimal(DicomDictionary.FRAMES).orElse(1);
        if (frames < 1 || frames > Integer.MAX_VALUE || frames != Math.rint(frames)) {
            throw new DicomException("its NumberOfFrames is not a number from 1 on");
        }
        return (int) frames;
    }

    private void checkSize() throws DicomException {
        long there = file.pixels().orElseThrow().length();
        long frame = (long) rows * columns * bytes;
        if (frame > there || frames > there / frame) {
            throw new DicomException(
                    "its %d x %d pixels of %d bytes in %d frames need more than the %d bytes that are there"
                            .formatted(columns, rows, bytes, frames, there));
        }
    }

    /** One frame, windowed to 8 bits. */
    BufferedImage gray(int frame) throws DicomException {
        if (frame < 0 || frame >= frames) {
            throw new DicomException("it has %d frames, so none of number %d".formatted(frames, frame));
        }
        int start = frame * rows * columns;
        GrayScale scale = GrayScale.of(file, this, start);
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        byte[] shown = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < shown.length; i++) {
            shown[i] = scale.shown(value(start + i));
        }
        return image;
    }

    /** The stored value of a pixel, counted over all frames. */
    int value(int index) {
        int at = file.pixels().orElseThrow().offset() + index * bytes;
        byte[] all = file.bytes();
        int word = bytes == 1 ? all[at] & 0xFF : (all[at] & 0xFF) | ((all[at + 1] & 0xFF) << 8);
        return extended(word >>> shift);
    }

    private int extended(int bits) {
        int spare = Integer.SIZE - stored;
        return signed ? bits << spare >> spare : bits << spare >>> spare;
    }

    /** Pixels of one frame. */
    int size() {
        return rows * columns;
    }

    /** The value that stands for "outside the image" (PS3.3 C.7.5.1.1.2), as a stored value. */
    OptionalInt padding() {
        OptionalInt padding = file.number(DicomDictionary.PADDING);
        return padding.isPresent() ? OptionalInt.of(extended(padding.getAsInt())) : padding;
    }

    OptionalDouble decimal(int tag) {
        return file.decimal(tag);
    }
}
