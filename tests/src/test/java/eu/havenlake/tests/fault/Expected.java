package eu.havenlake.tests.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be in the lake, computed from the files of a {@link MixedLoad} in plain Java, without a line of ours and in
 * the order of the days: the newest sound version of each resource of those who grant.
 */
final class Expected {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> births = new HashMap<>();
    private final Map<String, Boolean> grants = new HashMap<>();
    private final Map<String, JsonNode> observations = new TreeMap<>();
    private final Map<String, JsonNode> points = new TreeMap<>();
    private final Set<String> unreadable = new TreeSet<>();
    /** Ids of resources that do not fit, by who sent them. */
    private final Map<String, Set<String>> misfits = new HashMap<>();

    private final Set<String> sources = new HashSet<>();

    Expected(List<MixedLoad.Day> days) throws IOException {
        for (MixedLoad.Day day : days) {
            for (String line :
                    Files.readAllLines(day.decisions()).stream().skip(1).toList()) {
                String[] cells = line.split(",");
                grants.put(cells[0].replace(MixedLoad.DATASET + ":", ""), cells[1].equals("grant"));
            }
            read(day.fhir(), this::resource);
            read(day.wearables(), this::point);
        }
    }

    private interface Taker {
        void take(JsonNode line);
    }

    private void read(Path file, Taker taker) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            String source = file.getFileName() + ":" + ++number;
            sources.add(source);
            try {
                taker.take(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                unreadable.add(source);
            }
        }
    }

    private void resource(JsonNode resource) {
        String id = resource.path("id").asText();
        if (resource.path("resourceType").asText().equals("Patient")) {
            births.put(id, resource.path("birthDate").asText());
            return;
        }
        if (!resource.at("/valueQuantity/value").isNumber()) {
            misfits.computeIfAbsent(patient(resource), any -> new HashSet<>()).add(id);
            return;
        }
        observations.merge(id, resource, (one, other) -> updated(one).compareTo(updated(other)) < 0 ? other : one);
    }

    private static String updated(JsonNode resource) {
        return resource.at("/meta/lastUpdated").asText();
    }

    private static String patient(JsonNode resource) {
        return resource.at("/subject/reference").asText().replace("Patient/", "");
    }

    private void point(JsonNode point) {
        if (point.at("/body/heart_rate/unit").asText().equals("beats/min")) {
            points.put(point.at("/header/id").asText(), point);
        }
    }

    private boolean granted(String patient) {
        return grants.getOrDefault(patient, false);
    }

    /** Each line of each file that bronze must have at least once. */
    Set<String> sources() {
        return sources;
    }

    /** Those of them that nobody can read. */
    Set<String> unreadable() {
        return unreadable;
    }

    /** Dates of birth of those who grant: no two are the same. */
    List<String> patients() {
        return births.keySet().stream().filter(this::granted).map(births::get).toList();
    }

    /** Rows of silver.observation: date of birth, key, value. */
    List<String> observations() {
        return observations.values().stream()
                .filter(each -> granted(patient(each)))
                .map(each -> "%s | %s | %.1f"
                        .formatted(
                                births.get(patient(each)),
                                key("Observation/" + each.path("id").asText()),
                                each.at("/valueQuantity/value").asDouble()))
                .toList();
    }

    /** Rows of silver.wearable_sample: date of birth, id, value. */
    List<String> wearables() {
        return points.values().stream()
                .filter(each -> granted(each.at("/header/user_id").asText()))
                .map(each -> "%s | %s | %.1f"
                        .formatted(
                                births.get(each.at("/header/user_id").asText()),
                                each.at("/header/id").asText(),
                                each.at("/body/heart_rate/value").asDouble()))
                .toList();
    }

    /** Keys of those who grant and sent an observation that does not fit. */
    Set<String> misfits() {
        Set<String> keys = new TreeSet<>();
        misfits.keySet().stream().filter(this::granted).forEach(patient -> keys.add(MixedLoad.DATASET + ":" + patient));
        return keys;
    }

    /** How many donors decided anything. */
    int deciders() {
        return grants.size();
    }

    private static String key(String typeAndId) {
        try {
            byte[] text = (MixedLoad.DATASET + "\n" + typeAndId).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
