package eu.havenlake.ingest.demo;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The synthetic data that {@code haven run} uses where it is given none. They lie under {@code <root>/<size>-<seed>/},
 * each part made once and used again; the same seed gives the same bytes on the same Java.
 */
public final class Demo {
    /** Data set of the donors of Synthea: a donor is {@code synthetic:<id of the Patient>}. */
    public static final String DATASET = "synthetic";

    /** Data set of the phantom retinas: a donor is {@code synthetic-fundus:<patient of the labels>}. */
    public static final String IMAGE_DATASET = "synthetic-fundus";

    /** The day on which all records end, exclusive. */
    public static final LocalDate END = LocalDate.of(2026, 1, 1);

    /** The day from which a study looks back for features and a year ahead for an outcome. */
    public static final LocalDate INDEX = END.minusYears(1);

    /** Purpose of the study of the phantom retinas. */
    public static final String FUNDUS_PURPOSE = "retinopathy-research";

    /** Purpose of the study of the donors' records and wearables. */
    public static final String OUTCOMES_PURPOSE = "outcomes-research";

    private final Path folder;
    private final DemoSize size;
    private final long seed;
    private final Consumer<String> progress;

    private Demo(Path folder, DemoSize size, long seed, Consumer<String> progress) {
        this.folder = folder;
        this.size = size;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * Makes what is not there yet.
     *
     * @param root folder of all demo data, made where it is missing
     * @param size how much
     * @param seed same seed, same bytes
     * @param donors where the donors come from, {@link Synthea}
     * @param progress told of how far it is, one short line at a time, from one thread at a time
     * @throws eu.havenlake.lake.HavenException where a generator is missing or fails
     */
    public static DemoFolders prepare(
            Path root, DemoSize size, long seed, DonorSource donors, Consumer<String> progress) {
        Path folder = root.toAbsolutePath().resolve(size.name() + "-" + seed);
        Object turn = new Object();
        return new Demo(folder, size, seed, line -> {
                    synchronized (turn) {
                        progress.accept(line);
                    }
                })
                .prepare(donors);
    }

    /** The donors come from a process of one thread: the pictures are drawn meanwhile. */
    private DemoFolders prepare(DonorSource source) {
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Path> donors = beside.submit(() -> donors(source));
            Path images = images();
            return ofDonors(donors.get(), images);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot make the demo data: it was interrupted. Run it again.", e);
        }
    }

    private DemoFolders ofDonors(Path fhir, Path images) {
        List<SyntheticDonor> donors = SyntheticDonor.readAll(fhir);
        Path wearables = part("wearables", size.wearers() + " wearers, " + size.wearableDays() + " days")
                .orFilledBy(empty -> new WearableSet(seed, size).write(empty, donors, progress));
        Path consent = part("consent", size.donors() + " donors, " + size.images() + " pictures")
                .orFilledBy(empty -> new ConsentSet(seed).write(empty, donors, FundusSet.patients(size.images())));
        return new DemoFolders(
                fhir,
                wearables,
                images.resolve("pictures"),
                images.resolve("labels.csv"),
                consent.resolve(ConsentSet.FILE));
    }

    private Path donors(DonorSource source) {
        return part("donors", size.donors() + " donors")
                .orFilledBy(empty -> source.write(empty, size.donors(), seed, progress))
                .resolve("fhir");
    }

    private Path images() {
        return part("fundus", size.images() + " pictures")
                .orFilledBy(empty -> new FundusSet(seed, size.images()).write(empty, progress));
    }

    private Part part(String name, String contents) {
        return new Part(folder.resolve(name), "synthetic " + name + ", recipe 2, seed " + seed + ": " + contents);
    }
}
