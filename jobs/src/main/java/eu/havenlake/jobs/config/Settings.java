package eu.havenlake.jobs.config;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import eu.havenlake.features.cohort.FeatureSettings;
import eu.havenlake.features.image.ImageSettings;
import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.features.tabular.TabularSettings;
import eu.havenlake.ingest.broker.KafkaSettings;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.training.engine.settings.TrainingSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is in force: {@code conf/haven.conf}, over it the file of the study, over it {@code --conf FILE}, over it each
 * {@code --set KEY=VALUE}. Read once; the components get records of their own.
 */
public final class Settings {
    private static final List<String> BLOCKS = List.of("kafka", "image", "training", "features", "outcome", "spark");
    private static final List<String> COLUMNS = List.of("target", "sample-weight", "subgroups");
    /** Blocks with names of others, some of which begin with the whole of another. */
    private static final List<String> OF_OTHERS = List.of("spark.", "kafka.");

    private static final Pattern SECRET =
            Pattern.compile("secret|pass(word|phrase)|token|(access|account).?key|credential", CASE_INSENSITIVE);

    private final Path conf;
    private final Optional<Path> file;
    private final Map<String, String> overrides;

    /**
     * @param conf folder with {@code haven.conf} and {@code studies/}
     * @param file the user's own file
     * @param overrides values by key
     */
    public Settings(Path conf, Optional<Path> file, Map<String, String> overrides) {
        this.conf = conf;
        this.file = file;
        this.overrides = Map.copyOf(overrides);
        KafkaBlock.refuseSecrets(overrides.keySet());
        refuseWrongBlocks(effective(Optional.empty()));
    }

    /** Which Kafka is used. */
    public KafkaSettings kafka() {
        return new KafkaBlock(effective(Optional.empty()).getConfig("kafka")).read();
    }

    /** How a study's images become tensors. */
    public ImageSettings image(StudyFile study) {
        return read(effective(Optional.of(study)), "image", ImageSettings.class);
    }

    /** How a study's model is trained. */
    public TrainingSettings training(StudyFile study) {
        Config training = effective(Optional.of(study)).getConfig("training");
        for (String column : COLUMNS) {
            training = training.withoutPath(column);
        }
        RecordReader reader = new RecordReader();
        Optional<TrainingSettings> settings = reader.read(training, "training.", TrainingSettings.class);
        reader.throwIfAny();
        return settings.orElseThrow();
    }

    /** How a study's donor features are built. */
    public FeatureSettings features(StudyFile study) {
        return read(effective(Optional.of(study)), "features", FeatureSettings.class);
    }

    /** How a study's outcome is told from them. */
    public TabularSettings outcome(StudyFile study) {
        return read(effective(Optional.of(study)), "outcome", TabularSettings.class);
    }

    /** What a study's training takes from the table of images besides the images. */
    public ImageTensors.Columns imageColumns(StudyFile study) {
        Config training = effective(Optional.of(study)).getConfig("training");
        Config columns = COLUMNS.stream()
                .filter(training::hasPath)
                .map(training::withOnlyPath)
                .reduce(ConfigFactory.empty(), Config::withFallback);
        RecordReader reader = new RecordReader();
        Optional<ImageTensors.Columns> read = reader.read(columns, "training.", ImageTensors.Columns.class);
        reader.throwIfAny();
        return read.orElseThrow();
    }

    /**
     * Settings of Spark, by their full names. Some names begin with the whole of another ({@code spark.authenticate} and
     * {@code spark.authenticate.secret}), which a block cannot hold unless they are quoted; quoted ones win.
     */
    public Map<String, String> spark() {
        Map<String, String> settings = new TreeMap<>();
        effective(Optional.empty()).getConfig("spark").entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().startsWith("\"")))
                .forEach(entry -> settings.put(
                        "spark." + String.join(".", ConfigUtil.splitPath(entry.getKey())),
                        String.valueOf(entry.getValue().unwrapped())));
        return settings;
    }

    /** The study of that id; where no file describes it, one over {@code dataset} alone with the defaults. */
    public StudyFile study(String id, Optional<String> dataset) {
        StudyFile study = StudyFile.find(conf.resolve("studies"), id, dataset);
        refuseWrongBlocks(study.settings());
        return study;
    }

    /** Every study that has a file. */
    public List<StudyFile> studies() {
        return StudyFile.ids(conf.resolve("studies")).stream()
                .map(id -> study(id, Optional.empty()))
                .toList();
    }

    /** Reads every block, so that all that is wrong is said. */
    public void check(Optional<StudyFile> study) {
        StudyFile any = study.orElse(StudyFile.NONE);
        List<String> problems = new ArrayList<>();
        for (Runnable block : List.<Runnable>of(
                this::kafka,
                () -> image(any),
                () -> training(any),
                () -> imageColumns(any),
                () -> features(any),
                () -> outcome(any))) {
            try {
                block.run();
            } catch (ConfigurationException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), problems));
        }
    }

    /** Every value in force as {@code key = value}, with the file and line that says so. */
    public List<String> describe(Optional<StudyFile> study) {
        return effective(study).entrySet().stream()
                .filter(entry -> BLOCKS.contains(entry.getKey().split("\\.")[0]))
                .map(entry -> "%s = %s    # %s"
                        .formatted(
                                entry.getKey(),
                                shown(entry.getKey(), entry.getValue().render()),
                                entry.getValue().origin().description()))
                .sorted()
                .toList();
    }

    /** SHA-256 over everything in force for a study. */
    public String digest(Optional<StudyFile> study) {
        String text = String.join(
                "\n", values(study).entrySet().stream().map(Object::toString).toList());
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Everything in force, by key; without secrets, as it is stored with models and runs. */
    public Map<String, String> values(Optional<StudyFile> study) {
        Map<String, String> values = new TreeMap<>();
        effective(study).entrySet().stream()
                .filter(entry -> BLOCKS.contains(entry.getKey().split("\\.")[0]))
                .forEach(entry -> values.put(
                        entry.getKey(),
                        shown(entry.getKey(), String.valueOf(entry.getValue().unwrapped()))));
        return values;
    }

    private static String shown(String key, String value) {
        boolean secret = SECRET.matcher(key).find()
                || key.startsWith("kafka.") && KafkaBlock.isSecret(key.substring("kafka.".length()));
        return secret ? "(not shown)" : value;
    }

    private Config effective(Optional<StudyFile> study) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            config = overridden(config, override.getKey(), override.getValue());
        }
        for (Path layer : file.stream().toList()) {
            config = config.withFallback(parse(layer));
        }
        if (study.isPresent()) {
            config = config.withFallback(study.get().settings());
        }
        return resolved(config.withFallback(parse(conf.resolve("haven.conf"))));
    }

    private static Config overridden(Config config, String key, String value) {
        try {
            return config.withValue(path(key), ConfigValueFactory.fromAnyRef(value, "--set " + key));
        } catch (ConfigException e) {
            throw new ConfigurationException(
                    "Cannot read --set %s=%s: \"%1$s\" is not a key. Write words joined by dots, as training.epochs; `haven config` lists them."
                            .formatted(key, value));
        }
    }

    private static String path(String key) {
        return OF_OTHERS.stream()
                .filter(key::startsWith)
                .findFirst()
                .map(block -> block + ConfigUtil.quoteString(key.substring(block.length())))
                .orElse(key);
    }

    /** Where the defaults lie, there lies the distribution: {@code spark-submit} gives no property that says so. */
    private Config distribution() {
        return ConfigFactory.parseMap(
                Map.of("haven.dist", conf.toAbsolutePath().getParent().toString()));
    }

    /** The parser's own words are left out: they may repeat every system property. */
    private Config resolved(Config config) {
        try {
            return config.resolveWith(distribution().withFallback(ConfigFactory.systemProperties()));
        } catch (ConfigException e) {
            throw new ConfigurationException(
                    "Cannot read %s: a ${…} in it, or in the study's file, names nothing. Write the value itself, or give it as an environment variable or a system property."
                            .formatted(file.orElse(conf.resolve("haven.conf"))));
        }
    }

    static Config parse(Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigurationException("Cannot read %s: there is no such file. Check the path.".formatted(file));
        }
        try {
            return ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException e) {
            throw new ConfigurationException("Cannot read %s: %s. Mend the line.".formatted(file, e.getMessage()));
        }
    }

    private static void refuseWrongBlocks(Config config) {
        List<String> problems = new ArrayList<>();
        config.root().forEach((key, value) -> {
            if (!BLOCKS.contains(key)) {
                problems.add("%s: %s is not a setting. %s"
                        .formatted(value.origin().description(), key, Spelling.advice(key, BLOCKS)));
            } else if (value.valueType() != ConfigValueType.OBJECT) {
                problems.add("%s: %s = %s, but %2$s is a block of settings. Set one of them; `haven config` lists them."
                        .formatted(value.origin().description(), key, value.unwrapped()));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), problems));
        }
    }

    private static <R extends Record> R read(Config config, String block, Class<R> type) {
        RecordReader reader = new RecordReader();
        Optional<R> settings = reader.read(config.getConfig(block), block + ".", type);
        reader.throwIfAny();
        return settings.orElseThrow();
    }
}
