package eu.havenlake.training.engine.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.havenlake.lake.HavenException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The safetensors format, in which other frameworks pass on weights: the length of a header (8 bytes), the header as JSON
 * ({@code name: {dtype, shape, data_offsets}}), then the tensors without gaps. All little-endian.
 */
public final class SafeTensors {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String METADATA = "__metadata__";
    private static final Map<String, Integer> BYTES = Map.of("F64", 8, "F32", 4, "F16", 2, "BF16", 2);
    private static final Set<String> COUNTERS = Set.of("I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8", "BOOL");

    /** What the format allows, 100 MB; what is not of this format must not ask for any amount of memory. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final int BLOCK = 1 << 20;

    private SafeTensors() {}

    /** Where a tensor lies. */
    private record Place(String name, String type, List<Integer> shape, long from, long until) {
        int length() {
            return shape.stream().reduce(1, Math::multiplyExact);
        }
    }

    /**
     * Reads the tensors of real numbers, as 32 bits; those of whole numbers, such as counters of batches, are left out.
     *
     * @param name of the file, for messages
     * @throws HavenException if it is not of this format, or damaged
     */
    public static Map<String, NamedTensor> read(InputStream file, String name) {
        try (InputStream in = new BufferedInputStream(file, BLOCK)) {
            Map<String, NamedTensor> tensors = new LinkedHashMap<>();
            long at = 0;
            for (Place place : places(header(in))) {
                if (place.from() != at || place.until() < at) {
                    throw new IOException("tensor " + place.name() + " does not begin where the one before ends");
                }
                at = place.until();
                if (COUNTERS.contains(place.type())) {
                    in.skipNBytes(place.until() - place.from());
                } else {
                    tensors.put(place.name(), new NamedTensor(place.shape(), values(in, place)));
                }
            }
            return tensors;
        } catch (EOFException e) {
            throw refusal(name, "it breaks off", e);
        } catch (IOException | ArithmeticException e) {
            throw refusal(name, e.getMessage(), e);
        }
    }

    private static HavenException refusal(String name, String reason, Exception cause) {
        return new HavenException(
                "Cannot read weights from %s: %s. Give a file in the safetensors format.".formatted(name, reason),
                cause);
    }

    private static JsonNode header(InputStream in) throws IOException {
        long length =
                ByteBuffer.wrap(exactly(in, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > LONGEST_HEADER) {
            throw new IOException("its first 8 bytes are no length of a header");
        }
        JsonNode header = JSON.readTree(exactly(in, (int) length));
        if (!header.isObject()) {
            throw new IOException("its header is no JSON object");
        }
        return header;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static List<Place> places(JsonNode header) throws IOException {
        List<Place> places = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                places.add(place(entry.getKey(), entry.getValue()));
            }
        }
        places.sort(Comparator.comparingLong(Place::from).thenComparingLong(Place::until));
        return places;
    }

    private static Place place(String name, JsonNode tensor) throws IOException {
        JsonNode offsets = tensor.path("data_offsets");
        if (!tensor.path("shape").isArray() || offsets.size() != 2) {
            throw new IOException("tensor " + name + " has no shape or no data_offsets");
        }
        List<Integer> shape = new ArrayList<>();
        for (JsonNode extent : tensor.path("shape")) {
            if (!extent.canConvertToInt() || extent.intValue() < 0) {
                throw new IOException("tensor " + name + " has an extent of " + extent);
            }
            shape.add(extent.intValue());
        }
        return new Place(
                name,
                tensor.path("dtype").asText(),
                shape,
                offsets.path(0).asLong(-1),
                offsets.path(1).asLong(-1));
    }

    private static float[] values(InputStream in, Place place) throws IOException {
        Integer bytes = BYTES.get(place.type());
        if (bytes == null) {
            throw new IOException("tensor " + place.name() + " is of type " + place.type() + ", which is none of "
                    + BYTES.keySet().stream().sorted().toList());
        }
        if (place.until() - place.from() != (long) bytes * place.length()) {
            throw new IOException("tensor " + place.name() + " has " + (place.until() - place.from())
                    + " bytes, which is not what its shape " + place.shape() + " needs");
        }
        float[] values = new float[place.length()];
        int perBlock = BLOCK / bytes;
        for (int at = 0; at < values.length; at += perBlock) {
            int count = Math.min(perBlock, values.length - at);
            ByteBuffer block = ByteBuffer.wrap(exactly(in, count * bytes)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = at; i < at + count; i++) {
                values[i] = value(block, place.type());
            }
        }
        return values;
    }

    private static float value(ByteBuffer block, String type) {
        return switch (type) {
            case "F64" -> (float) block.getDouble();
            case "F32" -> block.getFloat();
            case "F16" -> Float.float16ToFloat(block.getShort());
            default -> Float.intBitsToFloat(block.getShort() << 16);
        };
    }

    /**
     * Writes tensors as 32-bit numbers, in this order.
     *
     * @param metadata facts about the whole, text by name
     */
    public static void write(Map<String, NamedTensor> tensors, Map<String, String> metadata, OutputStream out)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.set(METADATA, JSON.valueToTree(metadata));
        long at = 0;
        for (Map.Entry<String, NamedTensor> entry : tensors.entrySet()) {
            long until = at + 4L * entry.getValue().values().length;
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            tensor.set("shape", JSON.valueToTree(entry.getValue().shape()));
            tensor.putArray("data_offsets").add(at).add(until);
            at = until;
        }
        String unpadded = JSON.writeValueAsString(header);
        // Some readers map the file and want the numbers at a multiple of 8.
        byte[] text = (unpadded + " ".repeat(7 - (unpadded.getBytes(UTF_8).length + 7) % 8)).getBytes(UTF_8);
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array());
        out.write(text);
        for (NamedTensor tensor : tensors.values()) {
            write(tensor.values(), out);
        }
    }

    private static void write(float[] values, OutputStream out) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; at += BLOCK / 4) {
            int count = Math.min(BLOCK / 4, values.length - at);
            block.clear().asFloatBuffer().put(values, at, count);
            out.write(block.array(), 0, 4 * count);
        }
    }
}
