package eu.havenlake.training.engine.exchange;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.exchange.Slices.Piece;
import eu.havenlake.training.engine.settings.Wire;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * What the workers of one training tell each other: BigDL's published way of synchronous training (Dai et al., SoCC 2019,
 * section 3.3). Each worker owns one slice of the parameters; it collects that slice's gradients from all ({@link
 * #average}), changes its slice of the weights, and all collect the slices of the others ({@link #share}). Each
 * begins by telling all the others a note, unasked; small slices come with it, of larger ones pieces are fetched. Over a
 * step each worker receives 2·(N−1)/N times the model's size, or with gradients of 16 bits 1.5·(N−1)/N times.
 *
 * <p>All workers must call the same methods in the same order. A worker that is lost ends each waiting call with {@link
 * LostWorker}, a worker that refuses ends it with its {@link HavenException}. Not for use by several threads.
 */
public final class Exchange implements AutoCloseable {
    /** Whole pieces that one worker has asked for and not received yet: enough to keep the network busy. */
    private static final int IN_FLIGHT = 8;

    /** How long a worker that refuses waits for those that do not answer. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final int worker;
    private final List<Peer> peers;
    private final PeerHandler handler;
    private final Wire wire;
    private final List<AutoCloseable> parts;
    private final Mean mean;
    private final Deque<float[]> spares = new ArrayDeque<>();
    private long round;

    /** @param before number before that of the first round, the same for all workers of this exchange and for no others */
    Exchange(long before, int worker, List<Peer> peers, PeerHandler handler, Wire wire, List<AutoCloseable> parts) {
        this.round = before;
        this.worker = worker;
        this.peers = peers;
        this.handler = handler;
        this.wire = wire;
        this.parts = parts;
        this.mean = new Mean(worker);
    }

    /** The exchange of a worker that has no peers. */
    public static Exchange alone() {
        return new Exchange(0, 0, List.of(), new PeerHandler(), Wire.FLOAT32, List.of());
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
        return new Slices(length, workers()).length(worker);
    }

    /** The numbers that each worker gives, in the order of workers. */
    public double[][] gather(double... own) {
        if (peers.isEmpty()) {
            return new double[][] {own};
        }
        round++;
        ByteBuffer letter = letter(own, new float[0], new Piece(0, 0, 0), Wire.FLOAT32);
        return numbers(told(own, peer -> letter.duplicate()));
    }

    private static double[][] numbers(Message.Note[] notes) {
        return Arrays.stream(notes).map(Message.Note::numbers).toArray(double[][]::new);
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
        if (peers.isEmpty()) {
            return new double[][] {note};
        }
        Slices slices = published(values, wire);
        Message.Note[] notes = told(note, peer -> letter(note, values, slices.gift(peer), wire));
        average(values, slices, notes);
        return numbers(notes);
    }

    private void average(float[] values, Slices slices, Message.Note[] notes) {
        float[] shares = shares(numbers(notes));
        if (slices.small()) {
            refuseOtherLengths(notes, peer -> length(values.length));
            float[][] gifts = Arrays.stream(notes).map(Message.Note::gift).toArray(float[][]::new);
            mean.of(values, slices.gift(worker), gifts, shares);
            return;
        }
        flow(slices.pieces(worker).iterator(), Math.max(1, IN_FLIGHT / peers.size()), this::gatherPiece, gathered -> {
            mean.of(values, gathered.piece(), gathered.parts(), shares);
            spares.addAll(gathered.buffers());
        });
    }

    /** Begins a round in which peers may fetch pieces of the values. */
    private Slices published(float[] values, Wire ofValues) {
        Slices slices = new Slices(values.length, workers());
        round++;
        handler.publish(round, number -> bytes(values, slices.piece(number), ofValues));
        return slices;
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

    /**
     * A piece of the own slice as the peers have it.
     *
     * @param parts by worker; nothing at the own place
     */
    private record Gathered(Piece piece, float[][] parts) {
        List<float[]> buffers() {
            return Arrays.stream(parts).filter(part -> part.length > 0).toList();
        }
    }

    private CompletableFuture<Gathered> gatherPiece(Piece piece) {
        float[][] parts = new float[workers()][];
        parts[worker] = new float[0];
        CompletableFuture<?>[] all = inTurn().map(peer -> {
                    float[] part = Optional.ofNullable(spares.poll()).orElseGet(() -> new float[Slices.PIECE]);
                    parts[peer.address().worker()] = part;
                    return peer.piece(round, piece, wire, part, 0);
                })
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenApply(done -> new Gathered(piece, parts));
    }

    /** Gives the own slice of the values to all, and takes theirs. */
    public void share(float[] values) {
        if (peers.isEmpty()) {
            return;
        }
        Slices slices = published(values, Wire.FLOAT32);
        ByteBuffer letter = letter(new double[0], values, slices.gift(worker), Wire.FLOAT32);
        Message.Note[] notes = told(new double[0], peer -> letter.duplicate());
        if (slices.small()) {
            refuseOtherLengths(notes, slices::length);
            for (Peer peer : peers) {
                int number = peer.address().worker();
                System.arraycopy(notes[number].gift(), 0, values, slices.from(number), slices.length(number));
            }
        } else {
            fetch(values, slices);
        }
    }

    private void refuseOtherLengths(Message.Note[] notes, IntUnaryOperator expected) {
        for (Peer peer : peers) {
            int number = peer.address().worker();
            int came = notes[number].gift().length;
            if (came != expected.applyAsInt(number)) {
                throw new LostWorker(
                        peer.address(),
                        "it sent " + came + " values of a slice of " + expected.applyAsInt(number),
                        new IllegalStateException("The workers do not go the same way."));
            }
        }
    }

    private void fetch(float[] values, Slices slices) {
        record Wanted(Peer peer, Piece piece) {}
        Stream<Wanted> wanted =
                inTurn().flatMap(peer -> slices.pieces(peer.address().worker()).map(piece -> new Wanted(peer, piece)));
        // Among many workers pieces are small; as many bytes are on their way.
        int small = Math.max(1, Slices.PIECE / Math.ceilDiv(values.length, workers()));
        flow(
                wanted.iterator(),
                IN_FLIGHT * small,
                each -> each.peer()
                        .piece(
                                round,
                                each.piece(),
                                Wire.FLOAT32,
                                values,
                                each.piece().from()),
                piece -> {});
    }

    /** Ends the training of all workers with this sentence for the user. Returns when those that can be reached know it. */
    public void refuse(String reason) {
        CompletableFuture<?>[] known =
                peers.stream().map(peer -> peer.refuse(reason)).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(known)
                .completeOnTimeout(null, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The next worker first: all begin with another one. */
    private Stream<Peer> inTurn() {
        return Stream.concat(
                peers.stream().filter(peer -> peer.address().worker() > worker),
                peers.stream().filter(peer -> peer.address().worker() < worker));
    }

    private static ByteBuf bytes(float[] values, Piece piece, Wire wire) {
        return Message.piece(values, piece.from(), piece.until(), wire);
    }

    /**
     * Tells all peers the own note of this round, and waits for theirs.
     *
     * @param letters the note's bytes by peer
     * @return the notes of all workers, in their order; in the own one no gift
     */
    private Message.Note[] told(double[] numbers, IntFunction<ByteBuffer> letters) {
        inTurn().forEach(peer -> peer.tell(letters.apply(peer.address().worker())));
        Message.Note[] notes = new Message.Note[workers()];
        notes[worker] = new Message.Note(round, worker, numbers, new float[0]);
        for (Peer peer : peers) {
            int number = peer.address().worker();
            notes[number] = get(peer.note(round));
        }
        return notes;
    }

    private ByteBuffer letter(double[] numbers, float[] values, Piece gift, Wire ofValues) {
        return Message.note(round, worker, numbers, ofValues, bytes(values, gift, ofValues));
    }

    private interface Start<A, B> {
        CompletableFuture<B> of(A what);
    }

    private interface Finish<B> {
        void accept(B done);
    }

    /** Starts work ahead, so much at once, and finishes it in order. */
    private <A, B> void flow(Iterator<A> work, int ahead, Start<A, B> start, Finish<B> finish) {
        Deque<CompletableFuture<B>> started = new ArrayDeque<>();
        while (work.hasNext() || !started.isEmpty()) {
            while (work.hasNext() && started.size() < ahead) {
                started.add(start.of(work.next()));
            }
            finish.accept(get(started.remove()));
        }
    }

    private <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for the other workers: this thread was interrupted.", e);
        }
    }

    private RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            // A worker that refuses leaves: its sentence says more than its loss.
            case LostWorker lost ->
                handler.inbox().refusal().<RuntimeException>map(r -> r).orElse(lost);
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
}
