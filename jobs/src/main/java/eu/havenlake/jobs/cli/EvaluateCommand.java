package eu.havenlake.jobs.cli;

import eu.havenlake.jobs.config.StudyFile;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.session.Area;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.ModelRegistry;
import eu.havenlake.training.engine.registry.Validation;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how good a model is on the images that were held out when it was trained.",
            "With --study, asks it about all images of a study whose donors its training did not have."
        },
        footer = {
            "",
            "Thresholds and temperature are those that were chosen when the model was trained.",
            "",
            "Examples:",
            "  haven evaluate fundus/2",
            "  haven evaluate fundus --study screening"
        })
final class EvaluateCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Parameters(paramLabel = "MODEL", description = "Name of a model, or name/version", defaultValue = "fundus")
    private String model;

    @Option(
            names = "--study",
            paramLabel = "ID",
            description = "Study of conf/studies whose images to ask about; haven features must have made its tensors.")
    private Optional<String> study = Optional.empty();

    @Override
    public Integer call() {
        return study.isEmpty() ? heldOut() : validate(study.get());
    }

    private int heldOut() {
        try (Workplace place = haven.reading()) {
            ModelRegistry registry = new LifeCycle(place).registry();
            ModelCard card = registry.card(model);
            Printing.card(card, place::say);
            registry.validations(card).forEach(validation -> Printing.brief(validation, place::say));
        }
        return 0;
    }

    private int validate(String id) {
        try (Workplace place = haven.writing("evaluate", Area.STUDIES)) {
            LifeCycle cycle = new LifeCycle(place);
            ModelCard card = cycle.registry().card(model);
            StudyFile of = place.settings().study(StudyFile.idOf(id), Optional.of(id));
            Validation validation = cycle.validate(card, of);
            place.say("Model %s on study %s".formatted(validation.model(), validation.study()));
            Printing.evaluation(validation.evaluation(), place::say);
        }
        return 0;
    }
}
