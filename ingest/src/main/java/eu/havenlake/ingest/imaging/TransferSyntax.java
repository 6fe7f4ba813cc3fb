package eu.havenlake.ingest.imaging;

import java.util.Map;

/**
 * How a data set is written (DICOM PS3.5 section 10, registered in PS3.6 annex A).
 *
 * @param uid its UID
 * @param name its name
 * @param coding what this parser makes of it
 */
record TransferSyntax(String uid, String name, Coding coding) {
    /** What this parser makes of a transfer syntax. */
    enum Coding {
        /** Little endian without value representations, pixels as they are. */
        IMPLICIT,
        /** Little endian with value representations, pixels as they are. */
        EXPLICIT,
        /** As {@link #EXPLICIT}, with compressed pixels in fragments: attributes can be read, pixels cannot. */
        ENCAPSULATED,
        /** Cannot be read at all. */
        UNREADABLE
    }

    private static final String JPEG = "1.2.840.10008.1.2.4.";

    private static final Map<String, String> ENCAPSULATED = Map.ofEntries(
            Map.entry(JPEG + "50", "JPEG Baseline"),
            Map.entry(JPEG + "51", "JPEG Extended"),
            Map.entry(JPEG + "57", "JPEG Lossless"),
            Map.entry(JPEG + "70", "JPEG Lossless SV1"),
            Map.entry(JPEG + "80", "JPEG-LS Lossless"),
            Map.entry(JPEG + "81", "JPEG-LS Near-Lossless"),
            Map.entry(JPEG + "90", "JPEG 2000 Lossless"),
            Map.entry(JPEG + "91", "JPEG 2000"),
            Map.entry(JPEG + "92", "JPEG 2000 Multi-component Lossless"),
            Map.entry(JPEG + "93", "JPEG 2000 Multi-component"),
            Map.entry(JPEG + "100", "MPEG2 Main Profile"),
            Map.entry(JPEG + "102", "MPEG-4 AVC/H.264"),
            Map.entry(JPEG + "110", "JPEG XL Lossless"),
            Map.entry(JPEG + "112", "JPEG XL"),
            Map.entry(JPEG + "201", "HTJ2K Lossless"),
            Map.entry(JPEG + "203", "HTJ2K"),
            Map.entry("1.2.840.10008.1.2.5", "RLE Lossless"));

    /** The transfer syntax of this UID; one that is not known counts as encapsulated, as all new ones are. */
    static TransferSyntax of(String uid) {
        return switch (uid) {
            case "1.2.840.10008.1.2" -> new TransferSyntax(uid, "Implicit VR Little Endian", Coding.IMPLICIT);
            case "1.2.840.10008.1.2.1" -> new TransferSyntax(uid, "Explicit VR Little Endian", Coding.EXPLICIT);
            case "1.2.840.10008.1.2.2" -> new TransferSyntax(uid, "Explicit VR Big Endian", Coding.UNREADABLE);
            case "1.2.840.10008.1.2.1.99" ->
                new TransferSyntax(uid, "Deflated Explicit VR Little Endian", Coding.UNREADABLE);
            default ->
                new TransferSyntax(uid, ENCAPSULATED.getOrDefault(uid, "not known to HavenLake"), Coding.ENCAPSULATED);
        };
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(name, uid);
    }
}
