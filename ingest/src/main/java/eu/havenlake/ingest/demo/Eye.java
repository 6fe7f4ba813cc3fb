package eu.havenlake.ingest.demo;

/**
 * One phantom eye.
 *
 * @param patient name of the phantom patient
 * @param side left or right
 * @param grade severity of diabetic retinopathy on the ICDR scale, 0 (none) to 4 (proliferative); Wilkinson et al.,
 *     Ophthalmology 2003;110:1677, table 3
 */
record Eye(String patient, Side side, int grade) {
    static final int GRADES = 5;

    /** Which eye. A right eye has its disc on the picture's right side. */
    enum Side {
        LEFT("L"),
        RIGHT("R");

        private final String letter;

        Side(String letter) {
            this.letter = letter;
        }

        String letter() {
            return letter;
        }
    }

    /** Whether a patient of this grade is sent to an ophthalmologist: moderate retinopathy or worse. */
    boolean referable() {
        return grade >= 2;
    }

    String label() {
        return referable() ? "referable" : "not-referable";
    }

    /** File name of its picture, which says what it is. */
    String file() {
        return "synthetic-%s-%s.jpg".formatted(patient, side.letter());
    }
}
