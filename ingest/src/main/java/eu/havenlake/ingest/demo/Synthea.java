package eu.havenlake.ingest.demo;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Synthea, MITRE's generator of synthetic patients, in a JVM of its own: its libraries (an older HAPI FHIR, Jackson,
 * Guava) must not meet Spark's. Its jars, about 210 MB, are fetched by Maven when they are first needed.
 */
public final class Synthea implements DonorSource {
    private static final String VERSION = "3.3.0";
    private static final int YEARS_OF_HISTORY = 3;

    /** What Synthea prints of each donor who is done: {@code 12 -- Name (57 y/o F) Town (82340)}. */
    private static final Pattern DONOR_DONE = Pattern.compile("\\d+ -- .*");

    /** To start a process takes as long as 30 donors. */
    private static final int DONORS_PER_PROCESS = 100;

    private final Path jars;
    private final Path pom;
    private final int perProcess;

    /**
     * @param jars folder that keeps Synthea's jars, made where it is missing
     * @param pom the Maven project that names them, {@code deploy/synthea/pom.xml}
     */
    public Synthea(Path jars, Path pom) {
        this(jars, pom, DONORS_PER_PROCESS);
    }

    /**
     * @param perProcess donors that one process makes up; how many processes there are depends on nothing else, so that a
     *     seed gives the same donors on every machine
     */
    Synthea(Path jars, Path pom, int perProcess) {
        this.jars = jars.toAbsolutePath();
        this.pom = pom.toAbsolutePath();
        this.perProcess = perProcess;
    }

    @Override
    public void write(Path folder, int donors, long seed, Consumer<String> progress) {
        new Part(jars, "Synthea " + VERSION).orFilledBy(empty -> fetch(empty, progress));
        progress.accept("Synthea starts to make up " + donors + " donors");
        Counter counter = new Counter(donors, progress);
        shares(folder, donors, seed).parallelStream().forEach(share -> makeUp(share, counter));
    }

    private List<Share> shares(Path folder, int donors, long seed) {
        List<Share> shares = new ArrayList<>();
        for (int from = 0; from < donors; from += perProcess) {
            shares.add(new Share(folder, shares.size(), Math.min(perProcess, donors - from), seed));
        }
        return shares;
    }

    private void makeUp(Share share, Counter counter) {
        try {
            Path work = Files.createDirectories(share.work());
            Child child = new Child(command(share), work, share.folder().resolve(share.name() + ".log"));
            int exit = child.run(counter, "Set JAVA_HOME to a JDK of version 21 or newer.");
            List<Path> bundles = bundles(work.resolve("fhir"));
            long donors = bundles.stream().filter(Synthea::isOfDonor).count();
            if (exit != 0 || donors < share.donors()) {
                throw new HavenException(
                        "Cannot make up donors: Synthea ended with code %d and %d of %d donors. See %s."
                                .formatted(exit, donors, share.donors(), child.log()));
            }
            gather(bundles, share);
            FileUtils.deleteDirectory(work.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hospitals and practitioners are in files of the same name in every share. */
    private static void gather(List<Path> bundles, Share share) throws IOException {
        Path together = Files.createDirectories(share.folder().resolve("fhir"));
        for (Path bundle : bundles) {
            String prefix = isOfDonor(bundle) ? "" : share.name() + "-";
            Files.move(bundle, together.resolve(prefix + bundle.getFileName()));
        }
    }

    /**
     * Donors that one process makes up. The practitioners are the same for all shares of a seed, as references name them
     * by identifiers that Synthea counts up.
     */
    private record Share(Path folder, int number, int donors, long seed) {
        String name() {
            return "synthea-" + number;
        }

        Path work() {
            return folder.resolve(name());
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
     * One thread a process, because with two of them some care plans differ from run to run. The date of reference and the end are
     * fixed, so that the output does not depend on today; language and time zone likewise.
     */
    private List<String> command(Share share) {
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
                Long.toString(share.seed() + share.number()),
                "-cs",
                Long.toString(share.seed()),
                "-p",
                Integer.toString(share.donors()),
                "-r",
                end,
                "-e",
                end,
                "--generate.thread_pool_size=1",
                "--generate.only_alive_patients=true",
                "--exporter.baseDirectory=" + share.work(),
                "--exporter.years_of_history=" + YEARS_OF_HISTORY,
                "--exporter.fhir.export=true",
                "--exporter.hospital.fhir.export=true",
                "--exporter.practitioner.fhir.export=true",
                "--exporter.metadata.export=false",
                "--exporter.pretty_print=false");
    }

    private static List<Path> bundles(Path fhir) throws IOException {
        try (Stream<Path> files = Files.list(fhir)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static boolean isOfDonor(Path bundle) {
        return !bundle.getFileName().toString().matches("(hospital|practitioner)Information.*");
    }

    /** Tells of about every tenth part; several processes report to it. */
    private static final class Counter implements Consumer<String> {
        private final int donors;
        private final Consumer<String> progress;
        private int done;

        Counter(int donors, Consumer<String> progress) {
            this.donors = donors;
            this.progress = progress;
        }

        @Override
        public synchronized void accept(String line) {
            if (DONOR_DONE.matcher(line).matches() && ++done % Math.max(1, donors / 10) == 0) {
                progress.accept("synthetic donors " + done + "/" + donors);
            }
        }
    }
}
