package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.settings.TrainingSettings;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.spi.Shape;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the driver has decided and a worker must know.
 *
 * @param settings of the training
 * @param channels of the images; likewise height and width
 * @param classes names in order
 * @param parts part of each image
 * @param engine where the engine comes from
 */
record Plan(
        TrainingSettings settings,
        int channels,
        int height,
        int width,
        List<String> classes,
        Map<String, Part> parts,
        EngineSource engine)
        implements Serializable {

    Shape shape() {
        return new Shape(channels, height, width);
    }

    /** Number of each class. */
    Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        return numbers;
    }
}
