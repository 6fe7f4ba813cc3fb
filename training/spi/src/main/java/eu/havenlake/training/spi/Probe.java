package eu.havenlake.training.spi;

import java.util.List;

/** Answer to the question whether an engine can work on this machine. */
public sealed interface Probe {

    /**
     * The engine works.
     *
     * @param engine its name and version
     * @param warnings sentences for the user, such as an expected lack of speed
     */
    record Usable(String engine, List<String> warnings) implements Probe {
        public Usable {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The engine cannot work here.
     *
     * @param reason one sentence with cause and remedy
     */
    record Unusable(String reason) implements Probe {}
}
