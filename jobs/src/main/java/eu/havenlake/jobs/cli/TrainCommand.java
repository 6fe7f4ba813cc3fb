package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains the model of a study on its image tensors and stores it with its card.",
        footer = {
            "",
            "On a cluster each executor holds one worker; training.workers.* says how many",
            "are waited for. After each epoch a checkpoint is written, from which --resume",
            "goes on.",
            "",
            "Example: haven train --study fundus --set training.epochs=20"
        })
final class TrainCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Mixin
    private StudyOption option;

    @Option(names = "--resume", description = "Go on from the newest checkpoint of a training that was interrupted.")
    private boolean resume;

    @Override
    public Integer call() {
        try (Workplace place = haven.writing("train")) {
            StudyFile study = option.study(place.settings());
            LifeCycle cycle = new LifeCycle(place);
            Printing.card(resume ? cycle.resume(study) : cycle.train(study), place::say);
        }
        return 0;
    }
}
