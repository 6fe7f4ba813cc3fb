package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.session.Area;
import java.nio.file.Path;
import java.util.Optional;
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
            "are waited for. After each evaluation (training.evaluate-every) a checkpoint is",
            "written (training.checkpoint-every), from which --resume",
            "goes on.",
            "",
            "Examples:",
            "  haven train --study fundus --set training.epochs=20",
            "  haven train --study fundus --plan --set training.workers.number=8",
            "  haven train --study fundus --set training.start.weights=resnet18.safetensors"
        })
final class TrainCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Mixin
    private StudyOption option;

    @Option(names = "--resume", description = "Go on from the newest checkpoint of a training that was interrupted.")
    private boolean resume;

    @Option(names = "--plan", description = "Say what memory each worker will need, and train nothing.")
    private boolean plan;

    @Option(
            names = "--dump-step",
            paramLabel = "DIR",
            description = {
                "Write what the first pass saw and computed there, as raw float32, for other frameworks to check.",
                "It holds images of donors; on a cluster it lies on the workers' machines."
            })
    private Optional<Path> dumpStep = Optional.empty();

    @Override
    public Integer call() {
        dumpStep.ifPresent(folder ->
                haven.unlessSet("training.dump-step", folder.toAbsolutePath().toString()));
        try (Workplace place = haven.writing("train", Area.STUDIES)) {
            StudyFile study = option.study(place.settings());
            LifeCycle cycle = new LifeCycle(place);
            if (plan) {
                Printing.plan(cycle.plan(study), place::say);
                return 0;
            }
            Printing.card(resume ? cycle.resume(study) : cycle.train(study), place::say);
        }
        return 0;
    }
}
