package eu.havenlake.training.engine.exchange;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a flat array is cut: a slice for each worker, equal to one value, and each slice into pieces for the network. All
 * workers cut alike.
 *
 * @param length of the array
 * @param workers at least one
 */
record Slices(int length, int workers) {
    /** Values of a piece, 2 MiB: smaller ones cost more calls, larger ones more memory in flight. */
    static final int PIECE = 1 << 19;

    /** Values of a slice, 256 KiB, that come with a worker's note: to ask for them would take longer than to send them. */
    static final int SMALL = 1 << 16;

    /**
     * Places from {@code from} (in it) to {@code until} (not in it).
     *
     * @param number of the piece, as it is asked for
     */
    record Piece(int number, int from, int until) {
        int length() {
            return until - from;
        }
    }

    /** Whether each slice is one small piece, or empty. */
    boolean small() {
        return Math.ceilDiv(length, workers) <= SMALL;
    }

    /** What goes to or from that worker unasked: its slice if that is small, else nothing. */
    Piece gift(int worker) {
        return small() ? new Piece(worker, from(worker), until(worker)) : new Piece(worker, 0, 0);
    }

    int from(int worker) {
        return (int) ((long) length * worker / workers);
    }

    int until(int worker) {
        return from(worker + 1);
    }

    /** Values of a worker's slice. */
    int length(int worker) {
        return until(worker) - from(worker);
    }

    /** The pieces of a worker's slice, in order. */
    Stream<Piece> pieces(int worker) {
        return IntStream.range(0, (length(worker) + PIECE - 1) / PIECE).mapToObj(i -> piece(worker * mostPieces() + i));
    }

    /** The piece of that number. */
    Piece piece(int number) {
        int worker = number / mostPieces();
        int from = from(worker) + number % mostPieces() * PIECE;
        return new Piece(number, from, Math.min(from + PIECE, until(worker)));
    }

    /** Pieces of the longest slice. */
    private int mostPieces() {
        return ((length + workers - 1) / workers + PIECE - 1) / PIECE;
    }
}
