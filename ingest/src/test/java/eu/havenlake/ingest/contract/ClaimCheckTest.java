package eu.havenlake.ingest.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.ClaimCheck.Lost;
import eu.havenlake.ingest.contract.ClaimCheck.Ticket;
import eu.havenlake.ingest.contract.ClaimCheck.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimCheckTest {
    private static final byte[] LARGE = new byte[5_000];

    @TempDir
    private Path folder;

    private ClaimCheck claims;

    @BeforeEach
    void open() {
        claims = new ClaimCheck(folder.resolve("objects").toUri(), 1_000);
        new Random(1).nextBytes(LARGE);
    }

    private Path object() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("objects"))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private static Headers headers(String... namesAndValues) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
        }
        return headers;
    }

    private String lost(Headers headers, byte[] value) {
        return claims.redeem(headers, value) instanceof Lost lost ? lost.problem() : "not lost";
    }

    @Test
    void smallValueTravelsItself() {
        byte[] small = new byte[1_000];
        assertThat(claims.leave(small).value()).isSameAs(small);
        assertThat(claims.leave(small).headers()).isEmpty();
        assertThat(claims.redeem(headers("run", "r"), small)).isEqualTo(new Value(small));
        assertThat(folder.resolve("objects")).doesNotExist();
    }

    @Test
    void largeValueIsClaimedByteForByte() {
        Ticket ticket = claims.leave(LARGE);
        assertThat(ticket.value()).isEmpty();
        assertThat(ticket.headers()).hasSize(3);
        assertThat(claims.redeem(new RecordHeaders(ticket.headers()), ticket.value()))
                .isInstanceOfSatisfying(
                        Value.class, value -> assertThat(value.bytes()).isEqualTo(LARGE));
    }

    @Test
    void objectThatIsNoLongerAsItWasIsSaidToBe() throws IOException {
        Ticket ticket = claims.leave(LARGE);
        Headers claim = new RecordHeaders(ticket.headers());
        byte[] altered = LARGE.clone();
        altered[17] ^= 1;
        Files.write(object(), altered);
        assertThat(lost(claim, ticket.value())).endsWith("was altered: its SHA-256 is another");
        Files.write(object(), new byte[10]);
        assertThat(lost(claim, ticket.value())).endsWith("was altered: it has 10 bytes instead of 5000");
        Files.delete(object());
        assertThat(lost(claim, ticket.value())).endsWith("is missing");
    }

    @Test
    void valueThatIsSentAgainMendsItsObject() throws IOException {
        Ticket ticket = claims.leave(LARGE);
        byte[] altered = LARGE.clone();
        altered[17] ^= 1;
        Files.write(object(), altered);
        claims.leave(LARGE);
        assertThat(claims.redeem(new RecordHeaders(ticket.headers()), ticket.value()))
                .isInstanceOf(Value.class);
    }

    @Test
    void claimNeverLeadsOutOfTheStore() throws IOException {
        Files.writeString(folder.resolve("secret"), "key");
        String sha = "0".repeat(64);
        assertThat(lost(headers("claim.uri", "../secret", "claim.size", "3", "claim.sha256", sha), null))
                .contains("must be those of one object");
        assertThat(lost(headers("claim.uri", "../secret"), null)).contains("must be those of one object");
        assertThat(lost(headers("claim.uri", "00/" + sha, "claim.size", "-1", "claim.sha256", sha), null))
                .contains("must be those of one object");
        assertThat(lost(headers("claim.uri", "00/" + sha, "claim.size", "3", "claim.sha256", sha), new byte[] {1}))
                .contains("has a value beside it");
        assertThat(lost(headers("claim.uri", "00/" + sha, "claim.size", "999999999999", "claim.sha256", sha), null))
                .contains("has more than 268435456 bytes");
    }
}
