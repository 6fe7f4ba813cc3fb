package eu.havenlake.ingest.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Spoils JSON in the ways in which it comes spoiled; the same seed spoils it in the same ways. */
public final class JsonMutator {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Stand in the text where a token is to stand that no JSON library writes, and for a name that is there twice. */
    private static final String TOKEN = "@@token@@";

    private static final String TWICE = "@@twice@@";
    private static final int LONG_TEXT = 5 << 20;
    /** How many mutations there are for one with a long text. */
    private static final int FOR_ONE_LONG = 2_500;

    /** What most depends on: it is spoilt more often than its share. */
    private static final Set<String> WEIGHTY = Set.of(
            "id", "user_id", "lastUpdated", "reference", "value", "unit", "entry", "start", "start_date_time", "code");

    private static final List<String> TOKENS = List.of(
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "NaN",
            "-Infinity",
            "-0.0",
            "007",
            "0x1F",
            "1.7976931348623157e308",
            "123456789012345678901234567890",
            "-1",
            "0",
            "true",
            "null",
            "undefined",
            "{}",
            "[]",
            "[null]",
            "[[[]]]",
            "\"\"",
            "\" \"",
            "\"-1\"",
            "'single'",
            "\"\\ud800\"",
            "\"x\\udc00\\ud800\"",
            "\"\\u0000\"",
            "\"\\ufeff\"",
            "\"\\x\"",
            "\"a\tb\"",
            "\"0000-00-00\"",
            "\"0000-01-01\"",
            "\"0001-01-01T00:00:00+18:00\"",
            "\"2024-02-30\"",
            "\"2024-01-01T24:00:00Z\"",
            "\"2024-12-31T23:59:60Z\"",
            "\"2024-01-01T08:00:00+19:00\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"+300000-01-01T00:00:00Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"Patient/\"",
            "\"Patient?identifier=%zz\"",
            "\"urn:uuid:\"",
            "\"#\"");

    private final Random random;
    private int mutations;

    public JsonMutator(long seed) {
        this.random = new Random(seed);
    }

    /** A mutation of a JSON text, without line breaks. */
    public byte[] mutate(String json) {
        if (mutations++ % FOR_ONE_LONG == FOR_ONE_LONG / 2) {
            return withToken(json, "\"" + "x".repeat(LONG_TEXT) + "\"").getBytes(StandardCharsets.UTF_8);
        }
        String text = json;
        for (int i = random.nextInt(3); i >= 0; i--) {
            text = structure(text);
        }
        byte[] bytes = random.nextInt(4) > 0 ? text.getBytes(StandardCharsets.UTF_8) : bytes(text);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '\n' || bytes[i] == '\r' ? (byte) ' ' : bytes[i];
        }
        return bytes;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** What no longer is JSON stays as it is. */
    private String structure(String json) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> withToken(json, one(TOKENS));
            case 2 -> dropped(json);
            case 3 -> doubled(json);
            case 4 -> swapped(json);
            case 5 -> withToken(json, retyped(json));
            default -> random.nextInt(5) == 0 ? withToken(json, nested()) : dropped(json);
        };
    }

    private Place place(List<Place> places) {
        List<Place> weighty =
                places.stream().filter(place -> WEIGHTY.contains(place.name())).toList();
        return one(weighty.isEmpty() || random.nextInt(3) > 0 ? places : weighty);
    }

    private interface Change {
        void make(JsonNode tree, List<Place> places);
    }

    /** A member or an element. */
    private record Place(JsonNode parent, String name, int index) {
        JsonNode value() {
            return parent.isObject() ? parent.get(name) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }
    }

    private static String changed(String json, Change change) {
        try {
            JsonNode tree = JSON.readTree(json);
            List<Place> places = new ArrayList<>();
            find(tree, places);
            if (!places.isEmpty()) {
                change.make(tree, places);
            }
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    private static void find(JsonNode node, List<Place> places) {
        node.properties().forEach(member -> {
            places.add(new Place(node, member.getKey(), 0));
            find(member.getValue(), places);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(new Place(node, "", i));
            find(node.get(i), places);
        }
    }

    private String withToken(String json, String token) {
        return changed(json, (tree, places) -> place(places).set(TextNode.valueOf(TOKEN)))
                .replace("\"" + TOKEN + "\"", token);
    }

    private String dropped(String json) {
        return changed(json, (tree, places) -> place(places).remove());
    }

    private String doubled(String json) {
        List<String> name = new ArrayList<>(List.of("none"));
        String text = changed(json, (tree, places) -> {
            List<Place> members = places.stream()
                    .filter(place -> place.parent().isObject() && !namesSchema(place))
                    .toList();
            if (!members.isEmpty()) {
                Place member = one(members);
                name.set(0, member.name());
                ((ObjectNode) member.parent()).set(TWICE, one(places).value().deepCopy());
            }
        });
        return text.replace(TWICE, name.getFirst());
    }

    /** A reason tells which schema is not known, so no donor's name is put there. */
    private static boolean namesSchema(Place place) {
        return place.parent().has("namespace") || place.parent().has("version");
    }

    /** Two texts change places, as when columns were mixed up. */
    private String swapped(String json) {
        return changed(json, (tree, places) -> {
            List<Place> texts = new ArrayList<>(places.stream()
                    .filter(place -> place.value().isTextual() && !namesSchema(place))
                    .toList());
            if (texts.size() > 1) {
                Collections.shuffle(texts, random);
                JsonNode first = texts.get(0).value();
                texts.get(0).set(texts.get(1).value());
                texts.get(1).set(first);
            }
        });
    }

    /** A text as a number, an object as a text and so on. */
    private String retyped(String json) {
        return switch (random.nextInt(5)) {
            case 0 -> String.valueOf(random.nextLong());
            case 1 -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(40)));
            case 2 -> "\"" + random.nextInt() + "\"";
            case 3 -> json.strip();
            default -> "[" + one(TOKENS) + "," + one(TOKENS) + "]";
        };
    }

    private String nested() {
        int depth = one(List.of(10, 300, 990, 1_000, 1_010, 5_000, 20_000));
        return random.nextBoolean()
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"reference\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(8)) {
            case 0, 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 2 -> joined("\uFEFF".getBytes(StandardCharsets.UTF_8), bytes);
            case 3 -> flipped(bytes);
            case 4 -> inserted(bytes);
            case 5 -> random.nextInt(4) == 0 ? text.getBytes(StandardCharsets.UTF_16) : bytes;
            case 6 -> joined(bytes, bytes);
            default -> one(TOKENS).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private byte[] flipped(byte[] bytes) {
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Bytes that are not UTF-8 (a lone surrogate, an overlong slash, Latin-1), a zero, a mark in the middle. */
    private byte[] inserted(byte[] bytes) {
        List<byte[]> foreign = List.of(
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xc0, (byte) 0xaf},
                new byte[] {(byte) 0xfc},
                new byte[] {0},
                new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
                new byte[] {'"'},
                new byte[] {'}'});
        int at = random.nextInt(bytes.length + 1);
        return joined(Arrays.copyOf(bytes, at), one(foreign), Arrays.copyOfRange(bytes, at, bytes.length));
    }
}
