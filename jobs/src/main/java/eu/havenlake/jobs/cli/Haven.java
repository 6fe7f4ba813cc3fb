package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.lifecycle.Distribution;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.ConfigurationException;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.Trouble;
import eu.havenlake.lake.session.Area;
import eu.havenlake.lake.session.Home;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The haven command. */
@Command(
        name = "haven",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Takes donated medical data in, curates it, and lets studies learn from it.",
        footer = {
            "",
            "Start with:",
            "  haven run --quick                                  all of it, on synthetic data",
            "  haven run --images DIR --labels FILE --basis TEXT  on your own images",
            "  haven sql \"SELECT * FROM silver.observation LIMIT 5\"",
            "",
            "Exit codes: 0 done, 1 failed while running, 2 wrong usage or configuration."
        },
        subcommands = {
            RunCommand.class,
            CollectCommand.class,
            IngestCommand.class,
            CurateCommand.class,
            FeaturesCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            SqlCommand.class,
            TablesCommand.class,
            StatusCommand.class,
            QuarantineCommand.class,
            QualityCommand.class,
            ReplayCommand.class,
            ResetCommand.class,
            MaintainCommand.class,
            ConfigCommand.class,
            BrokerCommand.class
        })
public final class Haven {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "haven-home",
            description = "Folder that holds all that HavenLake writes. Default: ${DEFAULT-VALUE}")
    private Path home;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "HOCON file over the defaults and the study's file")
    private Optional<Path> conf = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "One setting over all others, as training.epochs=5; `haven config` lists them")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the log, which otherwise only goes to logs/haven.log")
    private boolean verbose;

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command. */
    static int run(String... args) {
        Logging.configure(args);
        Haven haven = new Haven();
        CommandLine commands = new CommandLine(haven)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> haven.explain(failure, command.getErr()));
        try {
            return commands.execute(args);
        } catch (FSError failure) {
            // Hadoop's file system takes a full disk for the end of the world.
            return haven.explain(failure, commands.getErr());
        }
    }

    private int explain(Throwable failure, PrintWriter err) {
        return Trouble.isFullDisk(failure) ? told(fullDisk(failure), err) : told(failure, err);
    }

    private HavenException fullDisk(Throwable failure) {
        return new HavenException(
                "Cannot write to %s: the disk is full. Free some space there, then run the same command again: what was committed stays, and nothing is half-written."
                        .formatted(home().root()),
                failure);
    }

    private static int told(Throwable failure, PrintWriter err) {
        return switch (failure) {
            case ConfigurationException wrong -> {
                err.println(wrong.getMessage());
                yield WRONG_USAGE;
            }
            case HavenException trouble -> {
                LoggerFactory.getLogger(Haven.class).warn("Command failed", trouble);
                err.println(trouble.getMessage());
                yield FAILED;
            }
            default -> {
                LoggerFactory.getLogger(Haven.class).error("Bug", failure);
                err.println("This is a bug in HavenLake, or a trouble it does not know yet: " + failure
                        + System.lineSeparator()
                        + "The log in logs/haven.log of the home has the details; please report them.");
                yield FAILED;
            }
        };
    }

    Home home() {
        return new Home(home);
    }

    /** What is in force, read as a whole: a command does not begin with a setting that is wrong. */
    Settings settings() {
        Settings settings = new Settings(Distribution.current().conf(), conf, set);
        settings.check(Optional.empty());
        return settings;
    }

    /** Changes what holds by default, which {@code --set} still wins over. */
    void unlessSet(String key, String value) {
        set.putIfAbsent(key, value);
    }

    /** What a command that only looks works with. */
    Workplace reading() {
        return Workplace.forReading(home(), settings(), Distribution.current(), System.out::println);
    }

    /** What a command that writes to these areas works with. */
    Workplace writing(String command, Area... areas) {
        return Workplace.forWriting(
                home(), settings(), Distribution.current(), System.out::println, "haven " + command, areas);
    }

    /** The same, once Kafka answers; Spark, which takes longer, opens beside it. */
    Workplace writingWithKafka(String command, Area... areas) {
        Workplace place = writing(command, areas);
        try {
            place.openLake();
            place.kafka();
            return place;
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    /** Whether the log is wanted on the terminal; read by {@link Logging} before anything else. */
    boolean verbose() {
        return verbose;
    }
}
