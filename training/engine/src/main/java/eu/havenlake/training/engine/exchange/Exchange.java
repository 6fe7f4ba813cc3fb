package eu.havenlake.training.engine.exchange;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.exchange.Publications.Publication;
import eu.havenlake.training.engine.exchange.Slices.Piece;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What the workers of one training tell each other: BigDL's published way of synchronous training (Dai et al., SoCC 2019,
 * section 3.3). Each worker owns one slice of the parameters; it collects that slice's gradients from all ({@link
 * #average}), changes its slice of the weights, and all collect the slices of the others ({@link #share}). Over a step
 * each worker receives 2·(N−1)/N times the model's size.
 *
 * <p>All workers must call the same methods in the same order. A worker that is lost ends each waiting call with {@link
 * LostWorker}, a worker that refuses ends it with its {@link HavenException}. Not for use by several threads.
 */
public final class Exchange implements AutoCloseable {
    /** Pieces that one worker has asked for and not received yet: enough to keep the network busy. */
    private static final int IN_FLIGHT = 8;

    private final int worker;
    private final List<Peer> peers;
    private final Publications publications;
    private final List<AutoCloseable> parts;
    private long round;

    Exchange(int worker, List<Peer> peers, Publications publications, List<AutoCloseable> parts) {
        this.worker = worker;
        this.peers = peers;
        this.publications = publications;
        this.parts = parts;
    }

    /** The exchange of a worker that has no peers. */
    public static Exchange alone() {
        return new Exchange(0, List.of(), new Publications(), List.of());
    }

    /** Own number, from 0. */
    public int worker() {
        return worker;
    }

    /** How many workers there are. */
    public int workers() {
        return peers.size() + 1;
    }

    /** First place of the own slice of an array. */
    public int from(int length) {
        return new Slices(length, workers()).from(worker);
    }

    /** Values in the own slice. */
    public int length(int length) {
        return new Slices(length, workers()).until(worker) - from(length);
    }

    /** The numbers that each worker gives, in the order of workers. */
    public double[][] gather(double... own) {
        return notes(own, piece -> {
            throw new IllegalArgumentException("A round of notes has no piece " + piece);
        });
    }

    /** Sums of the numbers that all workers give, place by place, added in the order of workers. */
    public double[] sum(double... own) {
        double[] sums = new double[own.length];
        for (double[] each : gather(own)) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += each[i];
            }
        }
        return sums;
    }

    /**
     * Replaces the own slice of the values by the weighted mean over all workers, added in the order of workers, so that
     * equal inputs give equal bits. The values must not change until {@link #share} has ended.
     *
     * @param note first the weight of the own values, at least 0; then whatever else the others should know
     * @return the notes of all workers, in their order
     */
    public double[][] average(float[] values, double... note) {
        Slices slices = new Slices(values.length, workers());
        double[][] notes = notes(note, number -> bytes(values, slices.piece(number)));
        if (!peers.isEmpty()) {
            Mean mean = new Mean(values, worker, notes);
            flow(slices.pieces(worker).iterator(), Math.max(1, IN_FLIGHT / peers.size()), mean::gather, mean::add);
        }
        return notes;
    }

    /** Gives the own slice of the values to all, and takes theirs. */
    public void share(float[] values) {
        Slices slices = new Slices(values.length, workers());
        var unused = notes(new double[0], number -> bytes(values, slices.piece(number)));
        record Wanted(Peer peer, Piece piece) {}
        Stream<Wanted> wanted =
                inTurn().flatMap(peer -> slices.pieces(peer.address().worker()).map(piece -> new Wanted(peer, piece)));
        flow(
                wanted.iterator(),
                IN_FLIGHT,
                each -> each.peer()
                        .piece(
                                round,
                                each.piece(),
                                bytes -> Message.floats(bytes)
                                        .get(
                                                values,
                                                each.piece().from(),
                                                each.piece().length())),
                piece -> {});
    }

    /** Ends the training of all workers with this sentence for the user. */
    public void refuse(String reason) {
        publications.refuse(reason);
    }

    /** The next worker first: all begin with another one. */
    private Stream<Peer> inTurn() {
        return Stream.concat(
                peers.stream().filter(peer -> peer.address().worker() > worker),
                peers.stream().filter(peer -> peer.address().worker() < worker));
    }

    private static ByteBuf bytes(float[] values, Piece piece) {
        return Message.piece(values, piece.from(), piece.until());
    }

    private double[][] notes(double[] own, IntFunction<ByteBuf> pieces) {
        double[][] notes = new double[workers()][];
        notes[worker] = own;
        round++;
        if (!peers.isEmpty()) {
            publications.publish(round, new Publication(own, pieces));
            List<CompletableFuture<double[]>> answers =
                    peers.stream().map(peer -> peer.note(round)).toList();
            for (int i = 0; i < answers.size(); i++) {
                notes[peers.get(i).address().worker()] = get(answers.get(i));
            }
        }
        return notes;
    }

    private interface Start<A, B> {
        CompletableFuture<B> of(A what);
    }

    private interface Finish<B> {
        void accept(B done);
    }

    /** Starts work ahead, so much at once, and finishes it in order. */
    private static <A, B> void flow(Iterator<A> work, int ahead, Start<A, B> start, Finish<B> finish) {
        Deque<CompletableFuture<B>> started = new ArrayDeque<>();
        while (work.hasNext() || !started.isEmpty()) {
            while (work.hasNext() && started.size() < ahead) {
                started.add(start.of(work.next()));
            }
            finish.accept(get(started.remove()));
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for the other workers: this thread was interrupted.", e);
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException mistake -> mistake;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("Cannot close the connections to the other workers", e);
            }
        }
    }

    /** The mean of the own slice, a piece at a time: no second copy of it is held. */
    private final class Mean {
        private final float[] values;
        private final int own;
        private final float[] shares;

        Mean(float[] values, int own, double[][] notes) {
            this.values = values;
            this.own = own;
            this.shares = shares(notes);
        }

        /** A piece of the own slice as every peer has it, by worker; nothing at the own place. */
        private record Gathered(Piece piece, float[][] of) {}

        CompletableFuture<Gathered> gather(Piece piece) {
            float[][] of = new float[workers()][];
            List<CompletableFuture<Piece>> all = new ArrayList<>();
            for (Peer peer : inTurn().toList()) {
                all.add(peer.piece(round, piece, bytes -> {
                    float[] received = new float[piece.length()];
                    Message.floats(bytes).get(received);
                    of[peer.address().worker()] = received;
                }));
            }
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .thenApply(done -> new Gathered(piece, of));
        }

        void add(Gathered gathered) {
            Piece piece = gathered.piece();
            float[] sums = new float[piece.length()];
            for (int w = 0; w < shares.length; w++) {
                // A worker without images has no part in the mean, whatever it sends.
                if (shares[w] > 0) {
                    float[] from = w == own ? values : gathered.of()[w];
                    add(sums, from, w == own ? piece.from() : 0, shares[w]);
                }
            }
            System.arraycopy(sums, 0, values, piece.from(), sums.length);
        }

        private static void add(float[] sums, float[] values, int from, float share) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += share * values[from + i];
            }
        }

        private static float[] shares(double[][] notes) {
            double total = 0;
            for (double[] note : notes) {
                total += note[0];
            }
            float[] shares = new float[notes.length];
            for (int w = 0; w < shares.length; w++) {
                shares[w] = (float) (notes[w][0] / total);
            }
            return shares;
        }
    }
}
