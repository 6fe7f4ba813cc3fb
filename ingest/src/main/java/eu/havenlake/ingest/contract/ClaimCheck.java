package eu.havenlake.ingest.contract;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.objects.ObjectStore;
import eu.havenlake.lake.objects.ObjectStore.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * What is done with values that are too large for Kafka: the whole value, as it would have travelled, lies in the object
 * store, and the record in Kafka has an empty value and headers that claim it. Nobody past bronze knows of it: there the
 * value is back in place. As the claim is beside the value, it serves every contract and changes none.
 *
 * @param objects root of the object store
 * @param inline greatest value that travels in Kafka itself, in bytes
 */
public record ClaimCheck(URI objects, long inline) implements Serializable {
    private static final String PREFIX = "claim.";
    private static final String URI_HEADER = PREFIX + "uri";
    private static final String SIZE_HEADER = PREFIX + "size";
    private static final String SHA_HEADER = PREFIX + "sha256";

    /** How each reason begins why a claimed value is not there. */
    public static final String PROBLEM = "claimed object ";

    /** A claim is somebody's word: more than this is not even tried. */
    private static final long LARGEST = 1 << 28;

    private static final byte[] EMPTY = {};

    /** What travels in Kafka for a value. */
    public record Ticket(byte[] value, List<Header> headers) {}

    /** What a record stands for. */
    public sealed interface Redeemed {}

    /** The value, whether it travelled or was claimed; null where there was none. */
    public record Value(byte[] bytes) implements Redeemed {}

    /** Why a claimed value is not there as it was sent. */
    public record Lost(String problem) implements Redeemed {}

    /** Leaves a large value in the store. */
    public Ticket leave(byte[] value) {
        if (value.length <= inline) {
            return new Ticket(value, List.of());
        }
        StoredObject object = store().put(value);
        return new Ticket(
                EMPTY,
                List.of(
                        header(URI_HEADER, object.uri()),
                        header(SIZE_HEADER, String.valueOf(object.bytes())),
                        header(SHA_HEADER, object.sha256())));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The value that a record stands for.
     *
     * @throws HavenException if the store does not answer: trouble of all records, not of this one
     */
    public Redeemed redeem(Headers headers, byte[] value) {
        Map<String, String> claim = claim(headers);
        if (claim.isEmpty()) {
            return new Value(value);
        }
        return malformed(claim, value)
                .<Redeemed>map(Lost::new)
                .orElseGet(() -> fetch(claim.get(SHA_HEADER), Long.parseLong(claim.get(SIZE_HEADER))));
    }

    private static Map<String, String> claim(Headers headers) {
        Map<String, String> claim = Map.of();
        for (Header header : headers) {
            if (header.key().startsWith(PREFIX) && header.value() != null) {
                claim = claim.isEmpty() ? new HashMap<>() : claim;
                claim.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return claim;
    }

    /** The place follows from the SHA-256: a claim never leads anywhere else in the file system. */
    private static Optional<String> malformed(Map<String, String> claim, byte[] value) {
        String sha = claim.getOrDefault(SHA_HEADER, "");
        boolean sound = sha.matches("[0-9a-f]{64}")
                && ObjectStore.uriOf(sha).equals(claim.get(URI_HEADER))
                && claim.getOrDefault(SIZE_HEADER, "").matches("\\d{1,18}");
        if (!sound) {
            return Optional.of(
                    PROBLEM + "is not named: claim.uri, claim.size and claim.sha256 must be those of one object");
        }
        if (value != null && value.length > 0) {
            return Optional.of(PROBLEM + "has a value beside it: one of both must be empty");
        }
        return Long.parseLong(claim.get(SIZE_HEADER)) > LARGEST
                ? Optional.of(PROBLEM + "has more than %d bytes".formatted(LARGEST))
                : Optional.empty();
    }

    private Redeemed fetch(String sha, long size) {
        String uri = ObjectStore.uriOf(sha);
        try {
            ObjectStore store = store();
            long found = store.size(uri);
            if (found != size) {
                return new Lost(PROBLEM + "%s was altered: it has %d bytes instead of %d".formatted(uri, found, size));
            }
            byte[] bytes = store.read(uri);
            return sha256(bytes).equals(sha)
                    ? new Value(bytes)
                    : new Lost(PROBLEM + uri + " was altered: its SHA-256 is another");
        } catch (FileNotFoundException e) {
            return new Lost(PROBLEM + uri + " is missing");
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot fetch %s from the object store %s: %s. Make the store readable, then run haven ingest again."
                            .formatted(uri, objects, e.getMessage()),
                    e);
        }
    }

    private ObjectStore store() {
        return ObjectStore.open(objects, SparkHadoopUtil.get().conf());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
