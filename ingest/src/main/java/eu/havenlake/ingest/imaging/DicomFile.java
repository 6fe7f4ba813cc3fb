package eu.havenlake.ingest.imaging;

import eu.havenlake.ingest.imaging.DicomElements.Value;
import java.awt.image.BufferedImage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A DICOM Part 10 file (PS3.10 section 7: preamble, {@code DICM}, file meta information, data set) in little endian,
 * explicit or implicit. Holds only the attributes of {@link DicomDictionary}.
 */
public final class DicomFile {
    private static final int PREAMBLE = 128;
    private static final byte[] MAGIC = {'D', 'I', 'C', 'M'};
    private static final String DIRECTORY = "1.2.840.10008.1.3.10";
    private static final String UTF_8 = "ISO_IR 192";

    private final byte[] file;
    private final TransferSyntax syntax;
    private final Map<Integer, Value> values;

    private DicomFile(byte[] file, TransferSyntax syntax, Map<Integer, Value> values) {
        this.file = file;
        this.syntax = syntax;
        this.values = values;
    }

    /** Whether a file begins as PS3.10 section 7.1 wants it. */
    static boolean hasPreamble(byte[] file) {
        return file.length >= PREAMBLE + MAGIC.length
                && Arrays.equals(file, PREAMBLE, PREAMBLE + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads the attributes of a file; pixels are left where they are until {@link #gray}.
     *
     * @param file the whole file; it must not change afterwards
     * @throws DicomException where it is no DICOM file, is damaged, or is written in a way that is not read
     */
    public static DicomFile parse(byte[] file) throws DicomException {
        if (!hasPreamble(file)) {
            throw new DicomException("it has no DICOM preamble (128 bytes, then DICM)");
        }
        DicomElements elements = new DicomElements(file, PREAMBLE + MAGIC.length);
        elements.fileMeta();
        TransferSyntax syntax = syntax(file, elements);
        if (syntax.coding() == TransferSyntax.Coding.UNREADABLE) {
            throw new DicomException("its transfer syntax is not read: " + syntax);
        }
        elements.dataSet(syntax.coding());
        return new DicomFile(file, syntax, new HashMap<>(elements.kept()));
    }

    private static TransferSyntax syntax(byte[] file, DicomElements elements) throws DicomException {
        Value uid = elements.kept().get(DicomDictionary.TRANSFER_SYNTAX);
        if (uid == null) {
            throw new DicomException("its file meta information names no transfer syntax");
        }
        String text = text(file, uid, StandardCharsets.US_ASCII);
        if (!text.matches("[0-9.]+")) {
            throw new DicomException("its transfer syntax is no UID");
        }
        return TransferSyntax.of(text);
    }

    /** How the data set is written. */
    TransferSyntax syntax() {
        return syntax;
    }

    /** Whether the file lists other files (PS3.10 section 8). */
    boolean isDirectory() {
        return text(DicomDictionary.MEDIA_SOP_CLASS).filter(DIRECTORY::equals).isPresent();
    }

    /** The text of an attribute without padding (PS3.5 section 6.2); empty where it is missing or blank. */
    Optional<String> text(int tag) {
        return Optional.ofNullable(values.get(tag))
                .filter(value -> !value.fragments())
                .map(value -> text(file, value, charset()))
                .filter(text -> !text.isEmpty());
    }

    /** The text of a code (VR CS); empty where it is no code, so that it can be shown to anybody. */
    Optional<String> code(int tag) {
        return text(tag).filter(text -> text.matches("[A-Z0-9_ ]{1,16}"));
    }

    private Charset charset() {
        Value names = values.get(DicomDictionary.CHARACTER_SET);
        boolean unicode =
                names != null && text(file, names, StandardCharsets.US_ASCII).contains(UTF_8);
        return unicode ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    private static String text(byte[] file, Value value, Charset charset) {
        String text = new String(file, value.offset(), value.length(), charset);
        return text.replace('\0', ' ').trim();
    }

    /** The number of a US or SS attribute, taken as unsigned. */
    OptionalInt number(int tag) {
        Value value = values.get(tag);
        if (value == null || value.length() < 2 || value.fragments()) {
            return OptionalInt.empty();
        }
        int low = file[value.offset()] & 0xFF;
        return OptionalInt.of(low | (file[value.offset() + 1] & 0xFF) << 8);
    }

    /** The first number of a DS or IS attribute; empty where there is none or it is not finite. */
    OptionalDouble decimal(int tag) {
        try {
            return text(tag)
                    .map(text -> Double.parseDouble(text.split("\\\\", -1)[0].trim()))
                    .filter(Double::isFinite)
                    .map(OptionalDouble::of)
                    .orElseGet(OptionalDouble::empty);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** When the image was taken, as near as the file says (PS3.3 C.7.6.1); UTC where it gives no offset. */
    Optional<Instant> acquired() {
        return DicomTime.acquired(this);
    }

    /** Attributes that identify nobody, by keyword. */
    public Map<String, String> disclosed() {
        Map<String, String> shown = new TreeMap<>();
        shown.put("TransferSyntaxUID", syntax.uid());
        DicomDictionary.DISCLOSED.forEach((tag, keyword) -> shown(tag).ifPresent(value -> shown.put(keyword, value)));
        return shown;
    }

    private Optional<String> shown(int tag) {
        if (!DicomDictionary.NUMBERS.contains(tag)) {
            return text(tag);
        }
        OptionalInt number = number(tag);
        return number.isPresent() ? Optional.of(Integer.toString(number.getAsInt())) : Optional.empty();
    }

    /** How many frames can be asked of {@link #gray}. */
    public int frames() throws DicomException {
        return MonochromePixels.of(this).frames();
    }

    /**
     * A frame as a screen shows it: rescaled, windowed, 8 bits gray, 0 black (PS3.3 C.11.1 and C.11.2).
     *
     * @param frame from 0
     * @throws DicomException where there are no such pixels, or they are compressed or not monochrome
     */
    public BufferedImage gray(int frame) throws DicomException {
        return MonochromePixels.of(this).gray(frame);
    }

    byte[] bytes() {
        return file;
    }

    Optional<Value> pixels() {
        return Optional.ofNullable(values.get(DicomDictionary.PIXEL_DATA));
    }
}
