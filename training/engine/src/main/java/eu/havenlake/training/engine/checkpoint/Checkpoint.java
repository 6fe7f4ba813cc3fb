package eu.havenlake.training.engine.checkpoint;

import eu.havenlake.training.engine.worker.EpochRecord;
import java.util.List;

/**
 * What a checkpoint says of itself; its arrays lie in files beside it.
 *
 * @param training fingerprint of the data and settings that it belongs to
 * @param start what the training began with
 * @param threads compute threads of each worker; 0 where that is not known
 * @param epochs what each evaluation before it brought; not none
 * @param files one of each worker that wrote it
 */
public record Checkpoint(String training, String start, int threads, List<EpochRecord> epochs, List<Part> files) {

    /** Copies the lists; checkpoints of the time before say neither start nor threads. */
    public Checkpoint {
        start = start == null ? "not known" : start;
        epochs = List.copyOf(epochs);
        files = List.copyOf(files);
    }

    /** The same with these files. */
    Checkpoint with(List<Part> written) {
        return new Checkpoint(training, start, threads, epochs, written);
    }

    /**
     * The file of one worker.
     *
     * @param name in the folder of the checkpoint
     * @param bytes its size
     * @param crc32c of its bytes (RFC 3720, appendix B.4)
     */
    public record Part(String name, long bytes, long crc32c) {}
}
