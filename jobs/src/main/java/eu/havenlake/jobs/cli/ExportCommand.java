package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a model's weights as a safetensors file, which other frameworks read.",
        footer = {
            "",
            "Tensors of residual networks bear the names that PyTorch's torchvision gives",
            "them. training.start.weights takes such files in.",
            "",
            "Example: haven export fundus fundus.safetensors"
        })
final class ExportCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of a model, or name/version")
    private String model;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write; it must not exist")
    private Path file;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            LifeCycle cycle = new LifeCycle(place);
            cycle.export(cycle.registry().card(model), file);
            place.say("Wrote " + file);
        }
        return 0;
    }
}
