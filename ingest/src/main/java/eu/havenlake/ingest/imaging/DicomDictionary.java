package eu.havenlake.ingest.imaging;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The attributes that HavenLake reads (DICOM PS3.6 section 6), by tag {@code ggggeeee}. What is not listed is skipped
 * and never kept, so a name or a birth date has no way out of a file.
 */
final class DicomDictionary {
    static final int MEDIA_SOP_CLASS = 0x00020002;
    static final int TRANSFER_SYNTAX = 0x00020010;
    static final int CHARACTER_SET = 0x00080005;
    static final int SOP_CLASS = 0x00080016;
    static final int SOP_INSTANCE = 0x00080018;
    static final int STUDY_DATE = 0x00080020;
    static final int SERIES_DATE = 0x00080021;
    static final int ACQUISITION_DATE = 0x00080022;
    static final int CONTENT_DATE = 0x00080023;
    static final int ACQUISITION_DATE_TIME = 0x0008002A;
    static final int STUDY_TIME = 0x00080030;
    static final int SERIES_TIME = 0x00080031;
    static final int ACQUISITION_TIME = 0x00080032;
    static final int CONTENT_TIME = 0x00080033;
    static final int MODALITY = 0x00080060;
    static final int OFFSET_FROM_UTC = 0x00080201;
    static final int PATIENT_ID = 0x00100020;
    static final int STUDY_INSTANCE = 0x0020000D;
    static final int SERIES_INSTANCE = 0x0020000E;
    static final int SAMPLES_PER_PIXEL = 0x00280002;
    static final int PHOTOMETRIC = 0x00280004;
    static final int FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;
    static final int BITS_ALLOCATED = 0x00280100;
    static final int BITS_STORED = 0x00280101;
    static final int HIGH_BIT = 0x00280102;
    static final int REPRESENTATION = 0x00280103;
    static final int PADDING = 0x00280120;
    static final int WINDOW_CENTER = 0x00281050;
    static final int WINDOW_WIDTH = 0x00281051;
    static final int RESCALE_INTERCEPT = 0x00281052;
    static final int RESCALE_SLOPE = 0x00281053;
    static final int WINDOW_FUNCTION = 0x00281056;
    static final int PIXEL_DATA = 0x7FE00010;

    /** Attributes of two bytes, an unsigned or signed number (VR US, SS); all others of this dictionary are text. */
    static final Set<Integer> NUMBERS =
            Set.of(SAMPLES_PER_PIXEL, ROWS, COLUMNS, BITS_ALLOCATED, BITS_STORED, HIGH_BIT, REPRESENTATION, PADDING);

    /**
     * Attributes that say how an image was made and how to read it, but not of whom, by whom or where: keyword by tag.
     * Chosen against the profile of PS3.15 annex E: none of these is removed there; free text is left out altogether.
     */
    static final Map<Integer, String> DISCLOSED = Map.ofEntries(
            Map.entry(0x00080008, "ImageType"),
            Map.entry(SOP_CLASS, "SOPClassUID"),
            Map.entry(MODALITY, "Modality"),
            Map.entry(0x00080070, "Manufacturer"),
            Map.entry(0x00081090, "ManufacturerModelName"),
            Map.entry(0x00180015, "BodyPartExamined"),
            Map.entry(0x00180020, "ScanningSequence"),
            Map.entry(0x00180021, "SequenceVariant"),
            Map.entry(0x00180023, "MRAcquisitionType"),
            Map.entry(0x00180050, "SliceThickness"),
            Map.entry(0x00180060, "KVP"),
            Map.entry(0x00180080, "RepetitionTime"),
            Map.entry(0x00180081, "EchoTime"),
            Map.entry(0x00180082, "InversionTime"),
            Map.entry(0x00180087, "MagneticFieldStrength"),
            Map.entry(0x00180088, "SpacingBetweenSlices"),
            Map.entry(0x00181314, "FlipAngle"),
            Map.entry(0x00185100, "PatientPosition"),
            Map.entry(0x00185101, "ViewPosition"),
            Map.entry(0x00200011, "SeriesNumber"),
            Map.entry(0x00200013, "InstanceNumber"),
            Map.entry(0x00200032, "ImagePositionPatient"),
            Map.entry(0x00200037, "ImageOrientationPatient"),
            Map.entry(0x00200060, "Laterality"),
            Map.entry(0x00200062, "ImageLaterality"),
            Map.entry(0x00201041, "SliceLocation"),
            Map.entry(SAMPLES_PER_PIXEL, "SamplesPerPixel"),
            Map.entry(PHOTOMETRIC, "PhotometricInterpretation"),
            Map.entry(FRAMES, "NumberOfFrames"),
            Map.entry(ROWS, "Rows"),
            Map.entry(COLUMNS, "Columns"),
            Map.entry(0x00280030, "PixelSpacing"),
            Map.entry(BITS_ALLOCATED, "BitsAllocated"),
            Map.entry(BITS_STORED, "BitsStored"),
            Map.entry(HIGH_BIT, "HighBit"),
            Map.entry(REPRESENTATION, "PixelRepresentation"),
            Map.entry(WINDOW_CENTER, "WindowCenter"),
            Map.entry(WINDOW_WIDTH, "WindowWidth"),
            Map.entry(RESCALE_INTERCEPT, "RescaleIntercept"),
            Map.entry(RESCALE_SLOPE, "RescaleSlope"),
            Map.entry(0x00281054, "RescaleType"));

    /** Attributes that the reading itself needs and that are not shown. */
    private static final Set<Integer> NEEDED = Set.of(
            MEDIA_SOP_CLASS,
            TRANSFER_SYNTAX,
            CHARACTER_SET,
            SOP_INSTANCE,
            STUDY_DATE,
            SERIES_DATE,
            ACQUISITION_DATE,
            CONTENT_DATE,
            ACQUISITION_DATE_TIME,
            STUDY_TIME,
            SERIES_TIME,
            ACQUISITION_TIME,
            CONTENT_TIME,
            OFFSET_FROM_UTC,
            PATIENT_ID,
            STUDY_INSTANCE,
            SERIES_INSTANCE,
            PADDING,
            WINDOW_FUNCTION,
            PIXEL_DATA);

    /** Every tag that is kept while a file is read. */
    static final Set<Integer> KEPT =
            Stream.concat(DISCLOSED.keySet().stream(), NEEDED.stream()).collect(Collectors.toUnmodifiableSet());

    private DicomDictionary() {}
}
