package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.session.Area;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        description = "Makes the gold tables of a study from what its donors consent to.")
final class FeaturesCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Mixin
    private StudyOption option;

    @Override
    public Integer call() {
        try (Workplace place = haven.writing("features", Area.STUDIES)) {
            StudyFile study = option.study(place.settings());
            new LifeCycle(place).features(study);
        }
        return 0;
    }
}
