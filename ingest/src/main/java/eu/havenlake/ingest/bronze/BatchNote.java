package eu.havenlake.ingest.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.lake.HavenException;
import java.util.List;
import java.util.Map;

/**
 * What a batch leaves in its commit besides the rows, so that its account can be given whoever comes after it.
 *
 * @param version of HavenLake that took it in
 * @param run that took it in
 * @param seconds from its beginning to its commit
 * @param parts what Kafka gave of each partition
 */
record BatchNote(String version, String run, double seconds, List<Part> parts) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * What Kafka gave of a partition.
     *
     * @param partition of the topic
     * @param from first offset of the batch
     * @param until the offset after its last
     * @param records that Kafka gave between them
     * @param runs records by the run that sent them, of those that say so
     */
    record Part(int partition, long from, long until, long records, Map<String, Long> runs) {}

    /** As it stands in the commit. */
    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A note of numbers and texts is JSON", e);
        }
    }

    /** @throws HavenException if it was damaged */
    static BatchNote parse(String json) {
        try {
            return JSON.readValue(json, BatchNote.class);
        } catch (JsonProcessingException e) {
            throw new HavenException("Cannot read the note of a commit of bronze: " + e.getOriginalMessage()
                    + ". Look with DESCRIBE HISTORY in haven sql who made it.");
        }
    }
}
