package eu.havenlake.ingest.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Writes DICOM files for tests, byte by byte, also wrong ones. */
final class DicomBytes {
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final int UNDEFINED = -1;
    static final int SEQUENCE = 0x00081140;

    private static final Set<String> LONG = Set.of("OB", "OW", "SQ", "UN", "UT");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean explicit;

    private DicomBytes(boolean explicit) {
        this.explicit = explicit;
    }

    /** A file up to and with its file meta information. */
    static DicomBytes file(String transferSyntax) {
        DicomBytes meta = new DicomBytes(true);
        meta.out.writeBytes(new byte[128]);
        meta.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        meta.text(DicomDictionary.TRANSFER_SYNTAX, "UI", transferSyntax);
        DicomBytes file = new DicomBytes(!transferSyntax.equals(IMPLICIT));
        file.out.writeBytes(meta.bytes());
        return file;
    }

    /** An image with one value per pixel: monochrome, unsigned 8 bits unless said otherwise afterwards. */
    static DicomBytes image(String transferSyntax, int rows, int columns) {
        return file(transferSyntax)
                .number(DicomDictionary.SAMPLES_PER_PIXEL, 1)
                .number(DicomDictionary.ROWS, rows)
                .number(DicomDictionary.COLUMNS, columns);
    }

    DicomBytes text(int tag, String vr, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] even = bytes.length % 2 == 0 ? bytes : (value + " ").getBytes(StandardCharsets.UTF_8);
        return header(tag, vr, even.length).raw(even);
    }

    DicomBytes number(int tag, int value) {
        return header(tag, "US", 2).raw((byte) value, (byte) (value >> 8));
    }

    /** Bits and kind of the pixels. */
    DicomBytes pixelKind(String photometric, int allocated, int stored, int representation) {
        return text(DicomDictionary.PHOTOMETRIC, "CS", photometric)
                .number(DicomDictionary.BITS_ALLOCATED, allocated)
                .number(DicomDictionary.BITS_STORED, stored)
                .number(DicomDictionary.HIGH_BIT, stored - 1)
                .number(DicomDictionary.REPRESENTATION, representation);
    }

    /** Pixel data of 16 bits. */
    DicomBytes words(int... values) {
        header(DicomDictionary.PIXEL_DATA, "OW", 2 * values.length);
        for (int value : values) {
            raw((byte) value, (byte) (value >> 8));
        }
        return this;
    }

    /** Pixel data of 8 bits. */
    DicomBytes octets(int... values) {
        header(DicomDictionary.PIXEL_DATA, "OW", values.length);
        for (int value : values) {
            raw((byte) value);
        }
        return this;
    }

    /** The beginning of an element; its value must follow. */
    DicomBytes header(int tag, String vr, int length) {
        boolean item = tag >>> 16 == 0xFFFE;
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
        if (!explicit || item) {
            bytes.putInt(length);
        } else {
            bytes.put(vr.getBytes(StandardCharsets.US_ASCII));
            if (LONG.contains(vr)) {
                bytes.putShort((short) 0).putInt(length);
            } else {
                bytes.putShort((short) length);
            }
        }
        out.write(bytes.array(), 0, bytes.position());
        return this;
    }

    DicomBytes item(int length) {
        return header(0xFFFEE000, "", length);
    }

    DicomBytes endOfItem() {
        return header(0xFFFEE00D, "", 0);
    }

    DicomBytes endOfSequence() {
        return header(0xFFFEE0DD, "", 0);
    }

    DicomBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
