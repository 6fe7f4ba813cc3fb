package eu.havenlake.jobs.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Tells log4j where to log before its first logger exists: to a file under the home, and to the terminal only if asked.
 * The settings are in {@code conf/log4j2.properties}.
 */
final class Logging {
    private Logging() {}

    static void configure(String... args) {
        List<String> arguments = Arrays.asList(args);
        System.setProperty("haven.logs", home(arguments).resolve("logs").toString());
        System.setProperty("haven.console.level", arguments.contains("--verbose") ? "info" : "off");
        String folder = System.getProperty("haven.dist");
        if (folder != null && System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty(
                    "log4j2.configurationFile",
                    Path.of(folder, "conf", "log4j2.properties").toUri().toString());
        }
    }

    private static Path home(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith("--home=")) {
                return Path.of(arguments.get(i).substring("--home=".length()));
            }
            if (arguments.get(i).equals("--home") && i + 1 < arguments.size()) {
                return Path.of(arguments.get(i + 1));
            }
        }
        return Path.of("haven-home");
    }
}
