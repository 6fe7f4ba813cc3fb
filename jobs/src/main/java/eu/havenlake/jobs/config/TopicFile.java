package eu.havenlake.jobs.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueType;
import eu.havenlake.ingest.topic.TopicMapping;
import eu.havenlake.lake.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A file that says what the records of somebody's topic mean, as those of {@code conf/topics}.
 *
 * @param mapping how they become data points
 * @param group consumer group that keeps how far they were carried
 */
public record TopicFile(TopicMapping mapping, String group) {
    private static final String BODY = "body";

    /** The keys of the file beside the body. */
    record Keys(
            String topic,
            TopicMapping.Format format,
            Optional<String> keySchema,
            String valueSchema,
            Optional<String> group,
            String user,
            String start,
            Optional<String> seconds,
            List<String> identity,
            String schema,
            String version) {}

    /** @throws ConfigurationException with all that is wrong */
    public static TopicFile read(Path file) {
        Config config = resolved(file);
        RecordReader reader = new RecordReader();
        Optional<Keys> keys = reader.read(config.withoutPath(BODY), "", Keys.class);
        reader.throwIfAny();
        return of(file, keys.orElseThrow(), body(file, config));
    }

    private static Config resolved(Path file) {
        try {
            return Settings.parse(file).resolve();
        } catch (ConfigException e) {
            throw new ConfigurationException(
                    "Cannot read %s: a ${…} in it names nothing. Write the value itself.".formatted(file));
        }
    }

    private static TopicFile of(Path file, Keys keys, JsonNode body) {
        try {
            TopicMapping mapping = new TopicMapping(
                    keys.topic(),
                    keys.format(),
                    keys.keySchema().map(name -> schema(file, name)),
                    schema(file, keys.valueSchema()),
                    keys.user(),
                    keys.start(),
                    keys.seconds(),
                    keys.identity(),
                    keys.schema(),
                    keys.version(),
                    body);
            return new TopicFile(mapping, keys.group().orElse("havenlake-" + keys.topic()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(file + ": " + e.getMessage());
        }
    }

    private static JsonNode body(Path file, Config config) {
        if (!config.hasPath(BODY) || config.getValue(BODY).valueType() != ConfigValueType.OBJECT) {
            throw new ConfigurationException(
                    "%s: body is missing. Write the body of the data point, with fields as value.NAME."
                            .formatted(file));
        }
        try {
            return new JsonMapper().readTree(config.getValue(BODY).render(ConfigRenderOptions.concise()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("HOCON renders JSON", e);
        }
    }

    /** A schema beside the file. */
    private static Schema schema(Path file, String name) {
        Path schema = file.toAbsolutePath().resolveSibling(name);
        try {
            Schema parsed = new Schema.Parser().parse(Files.readString(schema));
            if (parsed.getType() != Schema.Type.RECORD) {
                throw new ConfigurationException(
                        "Cannot use %s: it is not the schema of a record. Give the one of the topic."
                                .formatted(schema));
            }
            return parsed;
        } catch (IOException | SchemaParseException e) {
            throw new ConfigurationException("Cannot read %s as an Avro schema: %s. Give the .avsc of the topic."
                    .formatted(schema, e instanceof IOException ? "it cannot be read" : e.getMessage()));
        }
    }
}
