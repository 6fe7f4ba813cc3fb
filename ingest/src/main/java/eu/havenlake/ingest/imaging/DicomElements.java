package eu.havenlake.ingest.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Walks the elements of a little endian data set (DICOM PS3.5 section 7) and keeps where the values of the tags in
 * {@link DicomDictionary#KEPT} lie.
 *
 * <p>Every length is held against the end of the file before it is used, nothing is allocated by a length, each byte is
 * passed once, and sequences of undefined length may nest {@value #DEEPEST} deep: so the work on a hostile file is
 * bounded by its size.
 */
final class DicomElements {
    private static final int DEEPEST = 64;
    private static final long UNDEFINED = 0xFFFFFFFFL;
    private static final int ITEM = 0xFFFEE000;
    private static final int ITEM_END = 0xFFFEE00D;
    private static final int SEQUENCE_END = 0xFFFEE0DD;

    /** Value representations with a length of two bytes (PS3.5 table 7.1-2); those still to come have four. */
    private static final Set<String> SHORT = Set.of(
            "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
            "UI", "UL", "US");

    private static final Set<String> FRAGMENTED = Set.of("OB", "OW");
    private static final String NONE = "";

    private final ByteBuffer in;
    private final Map<Integer, Value> kept = new HashMap<>();

    /** Where the value of an element lies in the file; {@code fragments} where it is compressed pixels. */
    record Value(int offset, int length, boolean fragments) {}

    private record Header(int tag, String vr, long length) {
        boolean undefined() {
            return length == UNDEFINED;
        }
    }

    DicomElements(byte[] file, int start) {
        in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(start);
    }

    /** The values found, by tag. */
    Map<Integer, Value> kept() {
        return kept;
    }

    /** Where the next element begins. */
    int position() {
        return in.position();
    }

    /** Reads the file meta information: all elements of group 0002 (PS3.10 section 7.1), always explicit. */
    void fileMeta() throws DicomException {
        while (in.remaining() >= 8 && in.getShort(in.position()) == 2) {
            keep(header(true), true);
        }
    }

    /** Reads the data set to the end of the file. */
    void dataSet(TransferSyntax.Coding coding) throws DicomException {
        boolean explicit = coding != TransferSyntax.Coding.IMPLICIT;
        while (in.remaining() >= 8) {
            keep(header(explicit), explicit);
        }
        while (in.hasRemaining()) {
            if (in.get() != 0) {
                throw new DicomException("it is cut short within an element, at byte " + in.limit());
            }
        }
    }

    private void keep(Header header, boolean explicit) throws DicomException {
        int start = in.position();
        skip(header, explicit, 0);
        if (DicomDictionary.KEPT.contains(header.tag())) {
            kept.putIfAbsent(header.tag(), new Value(start, in.position() - start, header.undefined()));
        }
    }

    private Header header(boolean explicit) throws DicomException {
        need(8, "an element");
        int start = in.position();
        int tag = ((in.getShort() & 0xFFFF) << 16) | (in.getShort() & 0xFFFF);
        if (!explicit || tag >>> 16 == 0xFFFE) {
            return new Header(tag, NONE, in.getInt() & 0xFFFFFFFFL);
        }
        String vr = vr(tag, start);
        if (SHORT.contains(vr)) {
            return new Header(tag, vr, in.getShort() & 0xFFFF);
        }
        need(6, "an element");
        in.getShort();
        return new Header(tag, vr, in.getInt() & 0xFFFFFFFFL);
    }

    private String vr(int tag, int at) throws DicomException {
        byte[] letters = {in.get(), in.get()};
        for (byte letter : letters) {
            if (letter < 'A' || letter > 'Z') {
                throw new DicomException("%s at byte %d has no value representation".formatted(name(tag), at));
            }
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    /** Goes past a value, whatever it holds. */
    private void skip(Header header, boolean explicit, int depth) throws DicomException {
        if (!header.undefined()) {
            pass(header);
        } else if (header.tag() == DicomDictionary.PIXEL_DATA || FRAGMENTED.contains(header.vr())) {
            skipFragments();
        } else if (header.vr().equals(NONE) || header.vr().equals("SQ")) {
            skipItems(explicit, depth + 1);
        } else if (header.vr().equals("UN")) {
            // PS3.5 section 6.2.2, note 4: such a sequence is written without value representations.
            skipItems(false, depth + 1);
        } else {
            throw new DicomException("%s (%s) has no length".formatted(name(header.tag()), header.vr()));
        }
    }

    private void pass(Header header) throws DicomException {
        if (header.length() > in.remaining()) {
            throw new DicomException("%s at byte %d says it has %d bytes, but the file ends after %d"
                    .formatted(name(header.tag()), in.position(), header.length(), in.remaining()));
        }
        in.position(in.position() + (int) header.length());
    }

    /** Items of a sequence, up to its delimiter (PS3.5 section 7.5). */
    private void skipItems(boolean explicit, int depth) throws DicomException {
        if (depth > DEEPEST) {
            throw new DicomException("its sequences are nested deeper than " + DEEPEST);
        }
        for (Header item = header(explicit); item.tag() != SEQUENCE_END; item = header(explicit)) {
            if (item.tag() != ITEM) {
                throw new DicomException("%s at byte %d stands where an item of a sequence should"
                        .formatted(name(item.tag()), in.position()));
            }
            if (item.undefined()) {
                skipElements(explicit, depth);
            } else {
                pass(item);
            }
        }
    }

    private void skipElements(boolean explicit, int depth) throws DicomException {
        for (Header element = header(explicit); element.tag() != ITEM_END; element = header(explicit)) {
            skip(element, explicit, depth);
        }
    }

    /** Compressed pixels: items of defined length (PS3.5 annex A.4). */
    private void skipFragments() throws DicomException {
        for (Header item = header(true); item.tag() != SEQUENCE_END; item = header(true)) {
            if (item.tag() != ITEM || item.undefined()) {
                throw new DicomException("%s at byte %d stands where a fragment of pixel data should"
                        .formatted(name(item.tag()), in.position()));
            }
            pass(item);
        }
    }

    private void need(int bytes, String what) throws DicomException {
        if (in.remaining() < bytes) {
            throw new DicomException("it is cut short within %s, at byte %d".formatted(what, in.limit()));
        }
    }

    static String name(int tag) {
        return "(%04X,%04X)".formatted(tag >>> 16, tag & 0xFFFF);
    }
}
