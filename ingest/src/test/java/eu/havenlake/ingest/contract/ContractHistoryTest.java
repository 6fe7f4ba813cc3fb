package eu.havenlake.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an edit of a contract must not break: a record that any release wrote is still read. */
class ContractHistoryTest {
    private static final Schema FIRST = weight("""
            {"name": "kg", "type": "int"}""");
    private static final Schema SECOND = weight("""
            {"name": "kg", "type": "int"}, {"name": "unit", "type": "string", "default": "kg"}""");
    private static final Schema THIRD = weight("""
            {"name": "kg", "type": "double"}, {"name": "unit", "type": "string", "default": "kg"}""");

    private static Schema weight(String fields) {
        return new Schema.Parser().parse("{\"type\": \"record\", \"name\": \"Weight\", \"fields\": [" + fields + "]}");
    }

    /** What has to be done before the contract may be built. */
    private static List<String> faults(Schema contract, List<Schema> history) {
        Schema plain = ContractHistory.plain(contract);
        Stream<String> unread = IntStream.rangeClosed(1, history.size())
                .mapToObj(version -> ContractHistory.obstacle(history.get(version - 1), plain)
                        .map(obstacle ->
                                "%s cannot read records of its version %d: %s. Give new fields a default, and keep names, types and defaults of the old ones."
                                        .formatted(contract.getName(), version, obstacle)))
                .flatMap(Optional::stream);
        Stream<String> forgotten = Stream.of(plain)
                .filter(present -> history.isEmpty() || !history.getLast().equals(present))
                .map(present ->
                        "%s is not the newest version of its history. Copy src/main/avro/%1$s.avsc to src/main/avro/history/%1$s-%d.avsc; a version that was released is never edited."
                                .formatted(contract.getName(), history.size() + 1));
        return Stream.concat(unread, forgotten).toList();
    }

    @ParameterizedTest
    @EnumSource
    void contractReadsEveryVersionOfItsHistoryAndIsTheNewest(Topic topic) {
        assertThat(faults(topic.schema(), ContractHistory.of(topic.schema()))).isEmpty();
    }

    @Test
    void fieldsWithDefaultsAndWiderTypesAreVersionsOfAContract() {
        assertThat(faults(FIRST, List.of(FIRST))).isEmpty();
        assertThat(faults(THIRD, List.of(FIRST, SECOND, THIRD))).isEmpty();
    }

    @Test
    void defaultThatAnEarlierVersionNeedsMustStay() {
        Schema without = weight("""
                {"name": "kg", "type": "int"}, {"name": "unit", "type": "string"}""");
        assertThat(faults(without, List.of(FIRST, SECOND, without)))
                .containsExactly(
                        "Weight cannot read records of its version 1: field unit is missing, and has no default. Give new fields a default, and keep names, types and defaults of the old ones.");
    }

    @Test
    void newFieldNeedsADefault() {
        Schema without = weight("""
                {"name": "kg", "type": "int"}, {"name": "scale", "type": "string"}""");
        assertThat(faults(without, List.of(FIRST, without)))
                .singleElement()
                .asString()
                .contains("field scale");
    }

    @Test
    void typeMustNotBecomeAnotherOrNarrower() {
        for (String type : List.of("\"string\"", "{\"type\": \"array\", \"items\": \"int\"}")) {
            Schema other = weight("{\"name\": \"kg\", \"type\": " + type + "}");
            assertThat(faults(other, List.of(FIRST, other)))
                    .singleElement()
                    .asString()
                    .startsWith("Weight cannot read records of its version 1: field kg: ");
        }
        assertThat(faults(FIRST, List.of(THIRD, FIRST)))
                .singleElement()
                .asString()
                .contains("version 1: field kg");
    }

    @Test
    void unitOfATimeMustStay() {
        Schema micros = weight(moment(LogicalTypes.timestampMicros()));
        Schema millis = weight(moment(LogicalTypes.timestampMillis()));
        assertThat(faults(millis, List.of(micros, millis)))
                .singleElement()
                .asString()
                .contains("field at has the logical type [timestamp-millis], and had [timestamp-micros]");
    }

    private static String moment(LogicalType type) {
        return "{\"name\": \"at\", \"type\": [\"null\", {\"type\": \"long\", \"logicalType\": \"%s\"}]}"
                .formatted(type.getName());
    }

    @Test
    void changedContractIsKeptAsItsNextVersion() {
        Schema renamed = weight("""
                {"name": "kg", "type": "int", "default": 7}""");
        for (Schema changed : List.of(SECOND, renamed)) {
            assertThat(faults(changed, List.of(FIRST)))
                    .containsExactly(
                            "Weight is not the newest version of its history. Copy src/main/avro/Weight.avsc to src/main/avro/history/Weight-2.avsc; a version that was released is never edited.");
        }
    }
}
