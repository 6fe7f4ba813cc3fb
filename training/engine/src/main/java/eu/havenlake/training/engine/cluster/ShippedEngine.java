package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.spi.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * The engine's jars, which Spark brings to each executor as one archive and unpacks there into the executor's own folder.
 * So no machine but the driver's needs them.
 */
public record ShippedEngine() implements EngineSource {
    private static final String FOLDER = "jars-bigdl";

    /**
     * The engine in a folder of the driver, for all workers of the application: on a cluster it is packed and sent.
     *
     * @throws HavenException if the folder cannot be read
     */
    public static EngineSource of(SparkContext context, String jars) {
        if (context.isLocal()) {
            return new IsolatedEngine(jars);
        }
        boolean sent = context.listArchives().exists(archive -> archive.endsWith("#" + FOLDER));
        if (!sent) {
            context.addArchive(archive(Path.of(jars)).toUri() + "#" + FOLDER);
        }
        return new ShippedEngine();
    }

    @Override
    public Engine open(int threads) {
        return new IsolatedEngine(SparkFiles.get(FOLDER)).open(threads);
    }

    /** Jars are compressed already. */
    private static Path archive(Path folder) {
        try {
            Path archive = Files.createTempFile(FOLDER, ".zip");
            archive.toFile().deleteOnExit();
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                zip.setLevel(0);
                for (Path jar : jars(folder)) {
                    zip.putNextEntry(new ZipEntry(jar.getFileName().toString()));
                    Files.copy(jar, zip);
                    zip.closeEntry();
                }
            }
            return archive;
        } catch (IOException e) {
            throw new HavenException(
                    "Cannot send the training engine of %s to the executors: %s. Point training.engine-jars to the folder jars-bigdl of the distribution."
                            .formatted(folder, e),
                    e);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
