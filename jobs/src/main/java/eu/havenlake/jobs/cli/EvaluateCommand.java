package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Shows how good a model is on the images that were held out when it was trained.")
final class EvaluateCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Parameters(paramLabel = "MODEL", description = "Name of a model, or name/version", defaultValue = "fundus")
    private String model;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            Printing.card(new LifeCycle(place).registry().card(model), place::say);
        }
        return 0;
    }
}
