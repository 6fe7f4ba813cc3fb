package eu.havenlake.ingest.demo;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Synthea, MITRE's generator of synthetic patients, in a JVM of its own: its libraries (an older HAPI FHIR, Jackson,
 * Guava) must not meet Spark's. Its jars, about 210 MB, are fetched by Maven when they are first needed.
 */
public final class Synthea implements DonorSource {
    private static final String VERSION = "3.3.0";
    private static final int YEARS_OF_HISTORY = 3;

    /** What Synthea prints of each donor who is done: {@code 12 -- Name (57 y/o F) Town (82340)}. */
    private static final Pattern DONOR_DONE = Pattern.compile("\\d+ -- .*");

    private final Path jars;
    private final Path pom;

    /**
     * @param jars folder that keeps Synthea's jars, made where it is missing
     * @param pom the Maven project that names them, {@code deploy/synthea/pom.xml}
     */
    public Synthea(Path jars, Path pom) {
        this.jars = jars.toAbsolutePath();
        this.pom = pom.toAbsolutePath();
    }

    @Override
    public void write(Path folder, int donors, long seed, Consumer<String> progress) {
        new Part(jars, "Synthea " + VERSION).orFilledBy(empty -> fetch(empty, progress));
        Child child = new Child(command(folder, donors, seed), folder, folder.resolve("synthea.log"));
        progress.accept("Synthea starts to make up " + donors + " donors");
        int exit = child.run(new Counter(donors, progress), "Set JAVA_HOME to a JDK of version 21 or newer.");
        long written = bundles(folder.resolve("fhir"));
        if (exit != 0 || written < donors) {
            throw new HavenException("Cannot make up donors: Synthea ended with code %d and %d of %d donors. See %s."
                    .formatted(exit, written, donors, child.log()));
        }
    }

    private void fetch(Path empty, Consumer<String> progress) {
        progress.accept("fetching Synthea " + VERSION + " with Maven, about 210 MB, only this once");
        List<String> maven = List.of(
                "mvn",
                "-B",
                "-q",
                "-f",
                pom.toString(),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + empty);
        Path log = jars.resolveSibling(jars.getFileName() + ".log");
        int exit = new Child(maven, empty, log)
                .run(line -> {}, "Install Maven 3.8 or newer, or give data of your own: haven run --fhir PATH.");
        if (exit != 0 || !Files.isRegularFile(empty.resolve("synthea-" + VERSION + ".jar"))) {
            throw new HavenException(
                    "Cannot fetch Synthea " + VERSION + ": mvn ended with code " + exit + ". See " + log
                            + "; Maven needs a repository that it can reach. Or give data of your own: haven run --fhir PATH.");
        }
    }

    /**
     * One thread, because with two of them some care plans differ from run to run. The date of reference and the end are
     * fixed, so that the output does not depend on today; language and time zone likewise.
     */
    private List<String> command(Path folder, int donors, long seed) {
        String end = Demo.END.format(DateTimeFormatter.BASIC_ISO_DATE);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-Duser.timezone=UTC",
                "-Duser.language=en",
                "-Duser.country=US",
                "-cp",
                jars.resolve("*").toString(),
                "App",
                "-s",
                Long.toString(seed),
                "-cs",
                Long.toString(seed),
                "-p",
                Integer.toString(donors),
                "-r",
                end,
                "-e",
                end,
                "--generate.thread_pool_size=1",
                "--generate.only_alive_patients=true",
                "--exporter.baseDirectory=" + folder,
                "--exporter.years_of_history=" + YEARS_OF_HISTORY,
                "--exporter.fhir.export=true",
                "--exporter.hospital.fhir.export=true",
                "--exporter.practitioner.fhir.export=true",
                "--exporter.metadata.export=false",
                "--exporter.pretty_print=false");
    }

    private static long bundles(Path fhir) {
        try (Stream<Path> files = Files.list(fhir)) {
            return files.filter(file -> !file.getFileName().toString().matches("(hospital|practitioner)Information.*"))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Tells of about every tenth part. */
    private static final class Counter implements Consumer<String> {
        private final int donors;
        private final Consumer<String> progress;
        private int done;

        Counter(int donors, Consumer<String> progress) {
            this.donors = donors;
            this.progress = progress;
        }

        @Override
        public void accept(String line) {
            if (DONOR_DONE.matcher(line).matches() && ++done % Math.max(1, donors / 10) == 0) {
                progress.accept("synthetic donors " + done + "/" + donors);
            }
        }
    }
}
