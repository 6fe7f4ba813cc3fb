package eu.havenlake.lake.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a stage read, wrote and counted.
 *
 * @param inputs tables it read, with the version it saw
 * @param outputs tables it wrote, with the version it left
 * @param counts what it counted, in the order to be told
 */
public record Outcome(Map<String, Long> inputs, Map<String, Long> outputs, Map<String, Long> counts) {
    public static final Outcome NONE = new Outcome(Map.of(), Map.of(), Map.of());

    public Outcome {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
}
