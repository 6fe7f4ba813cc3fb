package eu.havenlake.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.features.image.ImageSettings;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.training.engine.settings.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Path CONF = Path.of(System.getProperty("haven.root")).resolve("conf");

    @TempDir
    private Path folder;

    private static Settings with(Map<String, String> overrides) {
        return new Settings(CONF, Optional.empty(), overrides);
    }

    private Settings of(String file) throws IOException {
        return new Settings(CONF, Optional.of(Files.writeString(folder.resolve("my.conf"), file)), Map.of());
    }

    private static StudyFile fundus(Settings settings) {
        return settings.study("fundus_dr", Optional.empty());
    }

    @Test
    void defaultsAreWhatTheFileSays() {
        Settings settings = with(Map.of());
        assertThat(settings.kafka().embedded()).isTrue();
        assertThat(settings.image(StudyFile.NONE)).isEqualTo(new ImageSettings(64, 3, ImageSettings.Crop.NONE));
        TrainingSettings training = settings.training(StudyFile.NONE);
        assertThat(training.epochs()).isEqualTo(12);
        assertThat(training.learningRate()).isEqualTo(0.001);
        assertThat(training.schedule().warmup()).isEqualTo(1);
        assertThat(training.engineJars())
                .isEqualTo(CONF.resolveSibling("jars-bigdl").toString());
        assertThat(settings.imageColumns(StudyFile.NONE).target()).isEqualTo("label");
        assertThat(settings.spark()).containsKey("spark.executor.defaultJavaOptions");
    }

    @Test
    void keysAreAPromise() {
        assertThat(with(Map.of()).values(Optional.empty()).keySet())
                .contains(
                        "kafka.bootstrap",
                        "kafka.max-inline-bytes",
                        "kafka.options-file",
                        "image.size",
                        "image.channels",
                        "image.crop",
                        "training.seed")
                .contains("training.schedule.step-factor", "training.augmentation.flip-horizontal")
                .contains("training.workers.number", "training.workers.heartbeat", "training.checkpoint-every")
                .contains("training.micro-batches", "training.clip.norm", "training.label-smoothing")
                .as("one more comes from the environment of some machines")
                .hasSizeBetween(61, 62);
    }

    @Test
    void sparkKeysThatBeginAlikeAreBothKept() throws IOException {
        Settings settings = of("""
                spark {
                  authenticate = true
                  "authenticate.secret" = s3cret
                  executor.memory = 2g
                }
                """);
        assertThat(settings.spark())
                .containsAllEntriesOf(Map.of(
                        "spark.authenticate", "true",
                        "spark.authenticate.secret", "s3cret",
                        "spark.executor.memory", "2g"));
        assertThat(with(Map.of("spark.executor.memory", "3g", "spark.executor", "x"))
                        .spark())
                .containsEntry("spark.executor.memory", "3g");
    }

    @Test
    void secretsAreNeitherShownNorStored() {
        Settings settings = with(Map.of("spark.authenticate.secret", "s3cret"));
        assertThat(settings.describe(Optional.empty()).toString())
                .contains("spark.\"authenticate.secret\" = (not shown)")
                .doesNotContain("s3cret = ")
                .doesNotContain("= \"s3cret\"");
        assertThat(settings.values(Optional.empty())).doesNotContainValue("s3cret");
    }

    @Test
    void optionsOfKafkasClientsPassThrough() throws IOException {
        Path options = Files.writeString(
                folder.resolve("client.properties"),
                "security.protocol=SASL_SSL\nsasl.jaas.config=x required password\\=\"s3cret\";\n");
        Settings settings = with(Map.of(
                "kafka.bootstrap", "broker:9092",
                "kafka.options-file", options.toString(),
                "kafka.security.protocol", "SASL_PLAINTEXT",
                "kafka.linger.ms", "5"));
        assertThat(settings.kafka().client().values())
                .isEqualTo(Map.of(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.jaas.config", "x required password=\"s3cret\";",
                        "linger.ms", "5"));
        assertThat(settings.kafka().toString()).doesNotContain("s3cret");
        assertThat(settings.values(Optional.empty()).toString()).doesNotContain("s3cret");
    }

    @Test
    void secretsOfKafkaAreNeitherShownNorTakenFromTheCommandLine() throws IOException {
        Settings settings = of("""
                kafka {
                  bootstrap = "broker:9092"
                  sasl.jaas.config = "x required password=\\"s3cret\\";"
                  "ssl.truststore.password" = s3cret
                  ssl.keystore.key = s3cret
                }
                """);
        assertThat(settings.kafka().client().values()).hasSize(3);
        assertThat(settings.describe(Optional.empty()).toString() + settings.values(Optional.empty()))
                .contains("kafka.sasl.jaas.config = (not shown)")
                .doesNotContain("s3cret");
        for (String name : new String[] {"sasl.jaas.config", "ssl.key.password", "ssl.keystore.key"}) {
            assertThatThrownBy(() -> with(Map.of("kafka." + name, "s3cret")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("Cannot take kafka." + name + " from the command line")
                    .hasMessageContaining("kafka.options-file")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void variableOfTheEnvironmentFillsASecret() throws IOException {
        assertThat(of("kafka { bootstrap = \"b:1\", ssl.key.password = ${PATH} }")
                        .kafka()
                        .client()
                        .values())
                .containsEntry("ssl.key.password", System.getenv("PATH"));
    }

    @Test
    void optionThatNoClientKnowsNamesTheNearest() {
        assertThatThrownBy(() -> with(Map.of("kafka.security.protocl", "SSL")).kafka())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--set kafka.security.protocl: kafka.security.protocl is no setting and no option of Kafka's clients. Did you mean security.protocol?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks",
                "enable.idempotence",
                "group.id",
                "key.serializer",
                "value.deserializer",
                "isolation.level",
                "auto.offset.reset",
                "bootstrap.servers"
            })
    void optionThatWouldBreakAPromiseIsRefusedWithTheReason(String name) {
        assertThatThrownBy(() -> with(Map.of("kafka." + name, "0")).kafka())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageMatching("--set kafka\\.\\S+: kafka\\.\\S+ cannot be set: .{20,}\\. Remove it\\.");
    }

    @Test
    void passwordsForABrokerOfOurOwnAreRefused() {
        assertThatThrownBy(() -> with(Map.of("kafka.security.protocol", "SSL")).kafka())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Set kafka.bootstrap to the address");
    }

    @Test
    void studyWinsOverDefaultsAndSetWinsOverStudy() {
        Settings plain = with(Map.of());
        assertThat(plain.training(fundus(plain)).epochs())
                .isNotEqualTo(plain.training(StudyFile.NONE).epochs());
        assertThat(plain.training(fundus(plain)).augmentation().flipHorizontal())
                .isTrue();
        Settings set = with(Map.of("training.epochs", "3"));
        assertThat(set.training(fundus(set)).epochs()).isEqualTo(3);
        assertThat(set.training(fundus(set)).batch()).isEqualTo(16);
    }

    @Test
    void unknownKeyNamesFileLineAndNearestKey() throws IOException {
        Settings settings = of("training {\n  epoch = 3\n}\n");
        assertThatThrownBy(() -> settings.training(StudyFile.NONE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("my.conf: 2: training.epoch = 3 is not a setting. Did you mean epochs?");
    }

    @Test
    void unknownBlockNamesTheNearest() {
        assertThatThrownBy(() -> of("trainig { epochs = 3 }"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("my.conf: 1: trainig is not a setting. Did you mean training?");
    }

    @Test
    void valueInPlaceOfABlockIsRefused() throws IOException {
        assertThatThrownBy(() -> with(Map.of("training", "5")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "--set training: training = 5, but training is a block of settings. Set one of them; `haven config` lists them.");
        assertThatThrownBy(() -> of("image = null"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("my.conf: 1: image = null, but image is a block");
        assertThatThrownBy(() -> with(Map.of("training.schedule", "5")).training(StudyFile.NONE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("training.schedule = 5 cannot be read as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"training..epochs", ".training", "training.", "", "a b{", "$x"})
    void malformedKeyIsNamedWithARemedy(String key) {
        assertThatThrownBy(() -> with(Map.of(key, "3")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Cannot read --set " + key + "=3: \"" + key + "\" is not a key.")
                .hasMessageContaining("haven config");
    }

    @Test
    void blockInPlaceOfAValueIsRefused() {
        assertThatThrownBy(() -> with(Map.of("training.target.name", "label")).check(Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("training.target cannot be read as a value of type String");
        assertThatThrownBy(() -> with(Map.of("training.epochs.many", "1")).check(Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("training.epochs cannot be read as");
    }

    @Test
    void placeholderThatNobodyFillsIsNamed() {
        assertThatThrownBy(() -> of("training.epochs = ${no.such.place}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageMatching("Cannot read \\S+my.conf: a \\$\\{…} in it.*names nothing\\..*");
    }

    @Test
    void wrongWordListsThoseThatAreAllowed() {
        assertThatThrownBy(() -> with(Map.of("training.optimizer", "adamax")).training(StudyFile.NONE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "--set training.optimizer: training.optimizer = adamax is not one of sgd, nesterov, adam, adamw, lars.");
    }

    @Test
    void severalProblemsAreToldTogether() {
        Settings settings = with(Map.of("training.epochs", "many", "training.model", "alexnet"));
        assertThatThrownBy(() -> settings.training(StudyFile.NONE))
                .hasMessageContaining("training.epochs = many cannot be read")
                .hasMessageContaining("training.model = alexnet is not one of lenet5, resnet18, resnet34, resnet50");
    }

    @Test
    void problemsOfSeveralBlocksAreToldTogether() {
        Settings settings = with(Map.of("image.size", "big", "training.epochs", "many"));
        assertThatThrownBy(() -> settings.check(Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("image.size = big")
                .hasMessageContaining("training.epochs = many");
    }

    @Test
    void unknownBlockOfAStudyIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("studies"));
        Files.copy(CONF.resolve("haven.conf"), folder.resolve("haven.conf"));
        Files.writeString(
                folder.resolve("studies/eyes.conf"),
                "title = Eyes\npurpose = eyes\ncategories = [imaging]\ndatasets = []\ntrainig { epochs = 3 }\n");
        Settings settings = new Settings(folder, Optional.empty(), Map.of());
        assertThatThrownBy(() -> settings.study("eyes", Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("trainig is not a setting. Did you mean training?");
    }

    @Test
    void everyStudyOfTheRepositoryIsInOrder() {
        Settings settings = with(Map.of());
        for (String id : new String[] {"brain_mri", "fundus", "fundus_dr", "outcomes"}) {
            settings.check(Optional.of(settings.study(id, Optional.empty())));
        }
    }

    @Test
    void digestChangesWithWhatIsInForce() {
        String plain = with(Map.of()).digest(Optional.empty());
        assertThat(with(Map.of()).digest(Optional.empty())).isEqualTo(plain).hasSize(64);
        assertThat(with(Map.of("training.seed", "2")).digest(Optional.empty())).isNotEqualTo(plain);
    }

    @Test
    void studyThatIsNotThereNamesTheNearest() {
        assertThatThrownBy(() -> with(Map.of()).study("fundus_d", Optional.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Cannot find study fundus_d")
                .hasMessageContaining("Did you mean fundus");
    }
}
