package eu.havenlake.ingest.imaging;

import eu.havenlake.ingest.contract.ImagingInstance;
import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.file.FileTree;
import eu.havenlake.lake.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder of DICOM files, whatever their names are. Every file gives one record and lies in the object store as it
 * was; what cannot be read gives a record with the reason. Only attributes that identify nobody are taken along, and
 * the patient's id as the donor.
 */
public final class DicomFolder {
    private static final long LARGEST = 1L << 30;

    private final FileTree folder;

    private DicomFolder(FileTree folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder.
     *
     * @throws eu.havenlake.lake.HavenException where there is no such folder
     */
    public static DicomFolder open(Path folder) {
        return new DicomFolder(FileTree.ofFolder(folder, "--dicom"));
    }

    /** How many records {@link #read} gives. */
    public long size() {
        return folder.files().size();
    }

    /** Copies the files into {@code store} and gives their records, one at a time. */
    public Stream<ImagingInstance> read(Origin origin, ObjectStore store) {
        return folder.files().stream().map(file -> record(file, origin, store));
    }

    private ImagingInstance record(Path file, Origin origin, ObjectStore store) {
        String name = folder.name(file);
        InstanceDraft draft = new InstanceDraft(origin, name);
        try {
            draft.object(store.put(file));
            if (Files.size(file) > LARGEST) {
                throw new DicomException("it has more than %d bytes".formatted(LARGEST));
            }
            describe(DicomFile.parse(Files.readAllBytes(file)), draft);
        } catch (IOException e) {
            draft.problem("%s: it cannot be read (%s)".formatted(name, e.getMessage()));
        } catch (DicomException e) {
            draft.problem("%s: %s".formatted(name, e.getMessage()));
        }
        return draft.record();
    }

    private static void describe(DicomFile dicom, InstanceDraft draft) throws DicomException {
        dicom.text(DicomDictionary.PATIENT_ID).ifPresent(draft::named);
        draft.uids(
                dicom.text(DicomDictionary.STUDY_INSTANCE),
                dicom.text(DicomDictionary.SERIES_INSTANCE),
                dicom.text(DicomDictionary.SOP_INSTANCE));
        draft.modality(dicom.text(DicomDictionary.MODALITY), dicom.acquired());
        draft.attributes(dicom.disclosed());
        draft.mediaType("application/dicom");
        dicom.number(DicomDictionary.COLUMNS).ifPresent(draft::width);
        dicom.number(DicomDictionary.ROWS).ifPresent(draft::height);
        if (dicom.isDirectory()) {
            throw new DicomException("it is the directory of other files (DICOMDIR), not an image");
        }
        dicom.frames();
    }
}
