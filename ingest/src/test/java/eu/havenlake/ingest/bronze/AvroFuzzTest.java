package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.bronze.RecordDecoder.Decoded;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.fuzz.AvroMutator;
import eu.havenlake.ingest.fuzz.CuratedRecord;
import eu.havenlake.ingest.fuzz.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/** Five thousand spoilt values on the topics: each is decoded or refused with a reason, whatever its bytes say. */
class AvroFuzzTest {
    private static final long SEED = 42;
    private static final int VALUES = 5_000;

    private static final Map<Long, String> SCHEMAS = Arrays.stream(Topic.values())
            .map(Topic::schema)
            .collect(Collectors.toMap(SchemaNormalization::parsingFingerprint64, schema -> schema.toString()));

    @Test
    void everyValueIsDecodedOrRefused() throws IOException {
        var mutator = new AvroMutator(SEED);
        Map<Topic, RecordDecoder> decoders = new EnumMap<>(Topic.class);
        int decoded = 0;
        for (int i = 0; i < VALUES; i++) {
            Topic topic = Topic.values()[i % Topic.values().length];
            RecordDecoder decoder = decoders.computeIfAbsent(topic, any -> new RecordDecoder(any, SCHEMAS));
            switch (decoder.decode(ByteBuffer.wrap(mutator.mutate(topic)))) {
                case Decoded.Undecodable refused -> Reasons.check(refused.problem());
                case Decoded.Fields fields -> {
                    decoded++;
                    assertThat(fields.record()).isNotNull();
                    if (fields.record().get(topic.schema().getField("problem").pos()) == null) {
                        assertThat(CuratedRecord.read(topic, fields.record())).isNotEmpty();
                    }
                }
            }
        }
        assertThat(decoded).as("what is harmless goes on").isGreaterThan(VALUES / 10);
    }
}
