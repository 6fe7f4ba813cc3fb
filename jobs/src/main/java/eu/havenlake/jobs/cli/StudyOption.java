package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.Settings;
import eu.havenlake.jobs.config.StudyFile;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which study a command works for. */
final class StudyOption {
    @Option(
            names = "--study",
            paramLabel = "ID",
            description = "Study of conf/studies, or the name of an image data set. Default: ${DEFAULT-VALUE}",
            defaultValue = "fundus")
    private String id;

    StudyFile study(Settings settings) {
        return settings.study(StudyFile.idOf(id), Optional.of(id));
    }
}
