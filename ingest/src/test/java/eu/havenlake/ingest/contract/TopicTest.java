package eu.havenlake.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.table.Column;
import eu.havenlake.lake.table.ColumnType;
import eu.havenlake.lake.table.Table;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {
    private static Column column(Table table, String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(table + " has no " + name));
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAContractSaysWhatItMeans(Topic topic) {
        assertThat(topic.schema().getDoc()).isNotBlank();
        assertThat(topic.schema().getFields())
                .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }

    @ParameterizedTest
    @EnumSource
    void bronzeColumnsAreTheFieldsOfTheContractWithTheirMeaning(Topic topic) {
        Table bronze = topic.bronze();
        assertThat(bronze.comment()).isEqualTo(topic.schema().getDoc());
        for (Schema.Field field : topic.schema().getFields()) {
            assertThat(column(bronze, field.name()).comment()).isEqualTo(field.doc());
        }
    }

    @ParameterizedTest
    @EnumSource
    void timesOfAContractAreTimesInBronze(Topic topic) {
        for (Schema.Field field : topic.schema().getFields()) {
            assertThat(column(topic.bronze(), field.name()).type() == ColumnType.TIMESTAMP)
                    .as(field.name())
                    .isEqualTo(field.schema().toString().contains("timestamp-micros"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void placeInKafkaNamesARowOfBronze(Topic topic) {
        assertThat(topic.bronze().key()).containsExactly("topic", "partition", "offset");
        assertThat(topic.bronze().qualifiedName()).startsWith("bronze.");
    }

    @ParameterizedTest
    @EnumSource
    void everyContractHoldsWhatEverySourceMustSay(Topic topic) {
        assertThat(topic.schema().getFields())
                .extracting(Schema.Field::name)
                .contains("dataset", "donor", "source", "problem");
    }
}
