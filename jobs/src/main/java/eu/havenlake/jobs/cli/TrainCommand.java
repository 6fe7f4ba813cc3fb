package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains the model of a study on its image tensors and stores it with its card.",
        footer = {"", "Example: haven train --study fundus --set training.epochs=20"})
final class TrainCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Mixin
    private StudyOption option;

    @Override
    public Integer call() {
        try (Workplace place = haven.writing("train")) {
            StudyFile study = option.study(place.settings());
            Printing.card(new LifeCycle(place).train(study), place::say);
        }
        return 0;
    }
}
