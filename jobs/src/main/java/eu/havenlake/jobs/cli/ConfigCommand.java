package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.StudyFile;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Prints every setting in force, and which file and line says so.")
final class ConfigCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Option(names = "--study", paramLabel = "ID", description = "With the settings of this study")
    private Optional<String> study = Optional.empty();

    @Override
    public Integer call() {
        Settings settings = haven.settings();
        Optional<StudyFile> file = study.map(id -> settings.study(StudyFile.idOf(id), Optional.empty()));
        settings.check(file);
        settings.describe(file).forEach(System.out::println);
        return 0;
    }
}
