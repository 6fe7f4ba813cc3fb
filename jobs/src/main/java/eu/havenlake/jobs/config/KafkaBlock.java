package eu.havenlake.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import eu.havenlake.ingest.broker.KafkaSettings;
import eu.havenlake.ingest.contract.ClientOptions;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The block {@code kafka}: settings of HavenLake's own, and beside them any option of Kafka's clients under Kafka's name,
 * from the block itself or from a properties file as Kafka's own tools take.
 *
 * @param block the block; names in it may be quoted, and quoted ones win
 */
record KafkaBlock(Config block) {
    private static final String PREFIX = "kafka.";
    private static final String FILE = "options-file";
    private static final List<String> OWN = List.of("bootstrap", "max-inline-bytes");
    private static final String INSTEAD =
            "Put it into a file with kafka.options-file = FILE.properties, or write %s = ${VARIABLE} into --conf FILE and set VARIABLE in the environment.";

    /** Refuses what would be seen in the list of processes. */
    static void refuseSecrets(Collection<String> commandLine) {
        commandLine.stream()
                .filter(key -> key.startsWith(PREFIX) && isSecret(key.substring(PREFIX.length())))
                .findFirst()
                .ifPresent(key -> {
                    throw new ConfigurationException(
                            ("Cannot take %s from the command line: everyone on this machine can read it there. "
                                            + INSTEAD)
                                    .formatted(key, key));
                });
    }

    static boolean isSecret(String name) {
        return ClientOptions.isSecret(String.join(".", ConfigUtil.splitPath(name)));
    }

    KafkaSettings read() {
        Map<String, ConfigValue> values = new TreeMap<>();
        block.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().startsWith("\"")))
                .forEach(entry -> values.put(String.join(".", ConfigUtil.splitPath(entry.getKey())), entry.getValue()));
        List<String> problems = new ArrayList<>();
        Map<String, String> client = new TreeMap<>();
        Optional.ofNullable(values.remove(FILE))
                .map(value -> Path.of(String.valueOf(value.unwrapped())))
                .filter(path -> !path.toString().isEmpty())
                .ifPresent(path -> client.putAll(file(path, problems)));
        OWN.forEach(values::remove);
        values.forEach((name, value) -> {
            problem(name)
                    .ifPresent(why -> problems.add(value.origin().description() + ": " + PREFIX + name + " " + why));
            client.put(name, String.valueOf(value.unwrapped()));
        });
        RecordReader reader = new RecordReader();
        Optional<Own> own = reader.read(
                OWN.stream()
                        .filter(block::hasPath)
                        .map(block::withOnlyPath)
                        .reduce(ConfigFactory.empty(), Config::withFallback),
                PREFIX,
                Own.class);
        problems.addAll(reader.problems());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), problems));
        }
        return settings(own.orElseThrow(), new ClientOptions(client));
    }

    private KafkaSettings settings(Own own, ClientOptions client) {
        try {
            return new KafkaSettings(own.bootstrap(), own.maxInlineBytes(), client);
        } catch (HavenException e) {
            throw new ConfigurationException(
                    block.getValue("bootstrap").origin().description() + ": " + e.getMessage());
        }
    }

    /** What is HavenLake's own. */
    record Own(String bootstrap, long maxInlineBytes) {}

    private static Map<String, String> file(Path path, List<String> problems) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(path)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("Cannot read kafka.options-file = %s: %s. Give a properties file as Kafka's own tools take."
                    .formatted(path, e instanceof IOException ? e : "it is no properties file"));
        }
        Map<String, String> options = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            problem(name).ifPresent(why -> problems.add(path + ": " + name + " " + why));
            options.put(name, properties.getProperty(name));
        }
        return options;
    }

    /** What is wrong with a name; values are not told, for they may be secret. */
    private static Optional<String> problem(String name) {
        if (ClientOptions.names().contains(name)) {
            return ClientOptions.refusal(name).map(why -> "cannot be set: " + why + ". Remove it.");
        }
        List<String> known = Stream.of(OWN.stream(), Stream.of(FILE), ClientOptions.names().stream())
                .flatMap(names -> names)
                .toList();
        return Optional.of("is no setting and no option of Kafka's clients. " + Spelling.nearest(name, known));
    }
}
