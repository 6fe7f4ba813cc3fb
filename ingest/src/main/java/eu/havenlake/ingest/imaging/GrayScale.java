package eu.havenlake.ingest.imaging;

import java.util.OptionalInt;

/**
 * From stored values to what a screen shows: rescale (DICOM PS3.3 C.11.1.1.2), window (C.11.2.1.2 and C.11.2.1.3),
 * inversion of MONOCHROME1 (C.7.6.3.1.2). Without a window the smallest value of the frame is black and the greatest
 * white, padding left aside.
 *
 * @param slope factor of the rescale
 * @param intercept summand of the rescale
 * @param window how rescaled values become brightness
 * @param inverted whether small values are bright
 */
record GrayScale(double slope, double intercept, Window window, boolean inverted) {
    private static final int WHITE = 255;

    /** Brightness from 0 to 1 of a rescaled value. */
    sealed interface Window {
        double brightness(double x);
    }

    /** The usual window: full brightness half a unit before its end. */
    record Linear(double center, double width) implements Window {
        @Override
        public double brightness(double x) {
            return width <= 1 ? (x <= center - 0.5 ? 0 : 1) : (x - (center - 0.5)) / (width - 1) + 0.5;
        }
    }

    /** From end to end. */
    record Exact(double center, double width) implements Window {
        @Override
        public double brightness(double x) {
            return (x - center) / width + 0.5;
        }
    }

    /** Without sharp ends. */
    record Sigmoid(double center, double width) implements Window {
        @Override
        public double brightness(double x) {
            return 1 / (1 + Math.exp(-4 * (x - center) / width));
        }
    }

    static GrayScale of(DicomFile file, MonochromePixels pixels, int start) {
        double slope = file.decimal(DicomDictionary.RESCALE_SLOPE).orElse(1);
        double intercept = file.decimal(DicomDictionary.RESCALE_INTERCEPT).orElse(0);
        boolean inverted = file.text(DicomDictionary.PHOTOMETRIC)
                .filter("MONOCHROME1"::equals)
                .isPresent();
        double width = file.decimal(DicomDictionary.WINDOW_WIDTH).orElse(0);
        boolean windowed =
                width > 0 && file.decimal(DicomDictionary.WINDOW_CENTER).isPresent();
        Window window = windowed ? window(file, width) : span(pixels, start, slope, intercept);
        return new GrayScale(slope, intercept, window, inverted);
    }

    private static Window window(DicomFile file, double width) {
        double center = file.decimal(DicomDictionary.WINDOW_CENTER).orElseThrow();
        return switch (file.text(DicomDictionary.WINDOW_FUNCTION).orElse("LINEAR")) {
            case "LINEAR_EXACT" -> new Exact(center, width);
            case "SIGMOID" -> new Sigmoid(center, width);
            default -> width < 1 ? new Exact(center, width) : new Linear(center, width);
        };
    }

    private static Window span(MonochromePixels pixels, int start, double slope, double intercept) {
        OptionalInt padding = pixels.padding();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < pixels.size(); i++) {
            int value = pixels.value(start + i);
            if (padding.isEmpty() || value != padding.getAsInt()) {
                double x = value * slope + intercept;
                least = Math.min(least, x);
                most = Math.max(most, x);
            }
        }
        // A frame of one value (or of padding alone) has no span: it is black.
        return least < most ? new Exact((least + most) / 2, most - least) : new Exact(Double.MAX_VALUE / 4, 1);
    }

    /** The brightness of a stored value, 0 to 255. */
    byte shown(int stored) {
        double brightness = Math.clamp(window.brightness(stored * slope + intercept), 0.0, 1.0);
        return (byte) Math.round((inverted ? 1 - brightness : brightness) * WHITE);
    }
}
