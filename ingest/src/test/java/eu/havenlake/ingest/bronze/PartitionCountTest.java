package eu.havenlake.ingest.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionCountTest {
    private static final String FIRST = """
            {"numRecords": 10, "minValues": {"partition": 0, "offset": 5}, "maxValues": {"partition": 0, "offset": 14},
             "nullCount": {"problem": 8}}""";
    private static final String SECOND = """
            {"numRecords": 3, "minValues": {"partition": 1, "offset": 0}, "maxValues": {"partition": 1, "offset": 2},
             "nullCount": {"problem": 3}}""";

    private static List<JsonNode> files(String... statistics) throws IOException {
        List<JsonNode> files = new ArrayList<>();
        for (String each : statistics) {
            files.add(new ObjectMapper().readTree(each));
        }
        return files;
    }

    @Test
    void fileOfAPartitionTellsItsCounts() throws IOException {
        assertThat(PartitionCount.of(files(FIRST, SECOND)))
                .contains(List.of(new PartitionCount(0, 10, 2, 5, 14), new PartitionCount(1, 3, 0, 0, 2)));
    }

    @Test
    void filesOfOnePartitionAreAddedUp() throws IOException {
        String later = FIRST.replace("\"offset\": 5", "\"offset\": 15").replace("\"offset\": 14", "\"offset\": 24");
        assertThat(PartitionCount.of(files(later, SECOND, FIRST)))
                .contains(List.of(new PartitionCount(0, 20, 4, 5, 24), new PartitionCount(1, 3, 0, 0, 2)));
    }

    @Test
    void fileOfTwoPartitionsHasToBeCounted() throws IOException {
        assertThat(PartitionCount.of(
                        files(FIRST.replace("\"maxValues\": {\"partition\": 0", "\"maxValues\": {\"partition\": 2"))))
                .isEmpty();
    }

    @Test
    void fileWithoutStatisticsHasToBeCounted() throws IOException {
        assertThat(PartitionCount.of(files("{}"))).isEmpty();
        assertThat(PartitionCount.of(files(FIRST.replace("problem", "json")))).isEmpty();
    }
}
