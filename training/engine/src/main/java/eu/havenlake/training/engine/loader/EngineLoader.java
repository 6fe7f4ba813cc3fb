package eu.havenlake.training.engine.loader;

import eu.havenlake.training.spi.Engine;
import eu.havenlake.training.spi.EngineFactory;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Opens the training engine that lies in a folder of jars, apart from the class path. The folder holds the engine, its
 * libraries and their version of Scala; Spark, Hadoop, Log4j and the contract {@code training-spi} come from the class
 * path.
 */
public final class EngineLoader {
    private static final List<String> OWN_CLASSES = List.of(
            "com.intel.analytics.", "scala.", "org.apache.spark.bigdl", "netty.", "eu.havenlake.training.bigdl.");

    /** Native libraries and their threads belong to the process and cannot be unloaded, so each folder is opened once. */
    private static final Map<Path, Opened> ENGINES = new ConcurrentHashMap<>();

    private record Opened(Engine engine, int threads) {}

    private EngineLoader() {}

    /**
     * The engine of that folder; the same one each time in this JVM.
     *
     * @param threads compute threads, fixed by the first call
     * @throws IllegalArgumentException if the folder holds no engine
     * @throws IllegalStateException if the engine already runs with another number of threads
     */
    public static Engine open(Path jars, int threads) {
        Opened opened = ENGINES.computeIfAbsent(
                jars.toAbsolutePath().normalize(),
                folder -> new Opened(load(folder).open(threads), threads));
        if (opened.threads() != threads) {
            throw new IllegalStateException("Cannot open the training engine with " + threads
                    + " threads: this process already runs it with " + opened.threads()
                    + ". Use that number, or start another process.");
        }
        return opened.engine();
    }

    private static EngineFactory load(Path folder) {
        var loader = new IsolatedLoader(urls(folder), EngineLoader.class.getClassLoader(), OWN_CLASSES);
        return ServiceLoader.load(EngineFactory.class, loader).stream()
                .filter(provider -> provider.type().getClassLoader() == loader)
                .map(ServiceLoader.Provider::get)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Cannot open a training engine from " + folder
                        + ": no jar there provides one. Point to the folder jars-bigdl of the distribution."));
    }

    private static URL[] urls(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(EngineLoader::url)
                    .toArray(URL[]::new);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot open a training engine from " + folder
                            + ": the folder cannot be read. Point to the folder jars-bigdl of the distribution.",
                    e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
