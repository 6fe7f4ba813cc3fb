package eu.havenlake.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.collect.Publisher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** A record on its way to Kafka: it can be written, says why it cannot be read, and names a donor nobody shares. */
final class Sent {
    private Sent() {}

    /** The record as {@link Publisher} writes it. */
    static byte[] bytes(SpecificRecord record) throws IOException {
        ByteBuffer bytes = new BinaryMessageEncoder<>(SpecificData.getForClass(record.getClass()), record.getSchema())
                .encode(record);
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    static void check(SpecificRecord record) throws IOException {
        assertThat(bytes(record)).isNotEmpty();
        if (field(record, "problem") instanceof String problem) {
            Reasons.check(problem);
        }
        if (field(record, "donor") instanceof String donor) {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(donor))
                    .as("UTF-8 has the donor, who would be somebody else otherwise")
                    .isTrue();
            assertThat(donor).doesNotContain("\uFFFD").doesNotMatch("[^:]*:\\s*");
        }
    }

    private static Object field(SpecificRecord record, String name) {
        return record.get(record.getSchema().getField(name).pos());
    }
}
