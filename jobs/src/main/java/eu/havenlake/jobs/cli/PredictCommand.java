package eu.havenlake.jobs.cli;

import eu.havenlake.features.image.ImageSettings;
import eu.havenlake.features.image.ImageSettings.Crop;
import eu.havenlake.features.image.Tensor;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Asks a model about images. Its answers are for research, not for care.",
        footer = {"", "Example: haven predict fundus left.jpg right.jpg"})
final class PredictCommand implements Callable<Integer> {
    @ParentCommand
    private Haven haven;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Name of a model, or name/version")
    private String model;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "PNG or JPEG files")
    private List<Path> images;

    @Override
    public Integer call() {
        try (Workplace place = haven.reading()) {
            LifeCycle lifeCycle = new LifeCycle(place);
            ModelCard card = lifeCycle.registry().card(model);
            ImageSettings settings = settingsOf(card);
            List<byte[]> tensors =
                    images.stream().map(image -> tensor(image, settings)).toList();
            try (Predictor predictor = lifeCycle.predictor(card)) {
                List<List<Double>> answers = predictor.classify(tensors);
                for (int i = 0; i < answers.size(); i++) {
                    place.say(images.get(i) + "  " + words(card.classes(), answers.get(i)));
                }
            }
        }
        return 0;
    }

    /** As the model's own training images were made. */
    private static ImageSettings settingsOf(ModelCard card) {
        String crop = card.configuration().getOrDefault("image.crop", "none");
        return new ImageSettings(
                card.input().width(), card.input().channels(), Crop.valueOf(crop.toUpperCase(Locale.ROOT)));
    }

    private static byte[] tensor(Path image, ImageSettings settings) {
        try {
            return Tensor.of(Files.readAllBytes(image), settings).pixels();
        } catch (IOException e) {
            throw new HavenException("Cannot read %s: %s. Give PNG or JPEG files.".formatted(image, e), e);
        }
    }

    private static String words(List<String> classes, List<Double> probabilities) {
        return IntStream.range(0, classes.size())
                .boxed()
                .sorted((a, b) -> Double.compare(probabilities.get(b), probabilities.get(a)))
                .map(i -> "%s %.3f".formatted(classes.get(i), probabilities.get(i)))
                .collect(Collectors.joining("  "));
    }
}
