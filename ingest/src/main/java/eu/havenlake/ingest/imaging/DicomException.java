package eu.havenlake.ingest.imaging;

/** Why a DICOM file, or its pixels, cannot be read; the message names no file and no patient. */
public final class DicomException extends Exception {
    private static final long serialVersionUID = 1L;

    DicomException(String reason) {
        super(reason);
    }
}
