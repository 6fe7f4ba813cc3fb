package eu.havenlake.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BrokerConfigurationTest {
    @Test
    void listensOnLoopbackOnly() throws IOException {
        var properties = read(new BrokerConfiguration(4001, 4002, Path.of("/data")));
        assertThat(properties)
                .containsEntry("listeners", "BROKER://127.0.0.1:4001,CONTROLLER://127.0.0.1:4002")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:4002");
    }

    @Test
    void internalTopicsHaveOnePartition() throws IOException {
        var properties = read(new BrokerConfiguration(4001, 4002, Path.of("/data")));
        assertThat(properties)
                .containsEntry("offsets.topic.num.partitions", "1")
                .containsEntry("transaction.state.log.num.partitions", "1")
                .containsEntry("share.coordinator.state.topic.num.partitions", "1");
    }

    @Test
    void folderWithABackslashIsReadAsWritten() throws IOException {
        var data = Path.of("/a\\b c");
        assertThat(read(new BrokerConfiguration(4001, 4002, data))).containsEntry("log.dirs", data.toString());
    }

    @Test
    void freePortsDiffer() throws IOException {
        var configuration = BrokerConfiguration.onFreePorts(Path.of("/data"));
        assertThat(configuration.port()).isPositive().isNotEqualTo(configuration.controllerPort());
    }

    private static Properties read(BrokerConfiguration configuration) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(configuration.text()));
        return properties;
    }
}
