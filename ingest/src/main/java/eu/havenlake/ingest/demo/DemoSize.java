package eu.havenlake.ingest.demo;

/**
 * How much synthetic data the demo makes.
 *
 * @param name what the size is called in the demo's folder, {@code [a-z]+}
 * @param donors living donors that Synthea makes up
 * @param wearers the most donors that get wearable days; only adults wear a device, so that there can be fewer
 * @param wearableDays days that a device is worn before the index date; half as many follow before the end
 * @param images pictures of phantom retinas, an even number: two eyes of each patient
 */
public record DemoSize(String name, int donors, int wearers, int wearableDays, int images) {
    /** What {@code haven run} makes. */
    public static final DemoSize FULL = new DemoSize("full", 200, 60, 24, 600);

    /** What {@code haven run --quick} makes. */
    public static final DemoSize QUICK = new DemoSize("quick", 20, 8, 14, 200);

    public DemoSize {
        if (!name.matches("[a-z]+")) {
            throw new IllegalArgumentException("Cannot call a demo size \"" + name + "\": use letters a to z.");
        }
        if (donors < 1 || wearers < 0 || wearableDays < 2 || images < 2 || images % 2 != 0) {
            throw new IllegalArgumentException(
                    "Cannot make a demo of %d donors, %d wearers, %d days and %d images: use 1 donor, 0 wearers, 2 days and 2 images or more, and an even number of images."
                            .formatted(donors, wearers, wearableDays, images));
        }
    }
}
