package eu.havenlake.ingest.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerStateTest {
    private static final BrokerState STATE = new BrokerState(
            new ProcessIdentity(4711, Instant.parse("2026-11-02T10:15:30.120Z")), 40123, "q1Sh-9_ISia_zwGINzRvyQ");

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(BrokerState.parse(STATE.text())).contains(STATE);
    }

    @Test
    void addressIsOnLoopback() {
        assertThat(STATE.bootstrap()).isEqualTo("127.0.0.1:40123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pid=4711\nstarted=2026-11-02T10:15:30Z\nport=40123\n",
                "pid=4711\nstarted=yesterday\nport=40123\ncluster=c\n",
                "pid=x\nstarted=2026-11-02T10:15:30Z\nport=40123\ncluster=c\n",
                "pid=0\nstarted=2026-11-02T10:15:30Z\nport=40123\ncluster=c\n",
                "pid=4711\nstarted=2026-11-02T10:15:30Z\nport=70000\ncluster=c\n",
                "pid=4711\nstarted=2026-11-02T10:15:30Z\nport=\ncluster=c\n",
                "pid=\\u00zz",
            })
    void aFileThatIsNotWholeNamesNoBroker(String text) {
        assertThat(BrokerState.parse(text)).isEmpty();
    }

    @Test
    void noFileNamesNoBroker(@TempDir Path folder) {
        assertThat(BrokerState.read(folder.resolve("broker.state"))).isEmpty();
    }

    @Test
    void fileOnDiskIsRead(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("broker.state"), STATE.text());
        assertThat(BrokerState.read(file)).contains(STATE);
    }
}
