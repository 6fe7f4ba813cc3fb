package eu.havenlake.training.engine.exchange;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.exchange.Publications.Publication;
import eu.havenlake.training.engine.exchange.Slices.Piece;
import eu.havenlake.training.engine.settings.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * What the workers of one training tell each other: BigDL's published way of synchronous training (Dai et al., SoCC 2019,
 * section 3.3). Each worker owns one slice of the parameters; it collects that slice's gradients from all ({@link
 * #average}), changes its slice of the weights, and all collect the slices of the others ({@link #share}). Small slices
 * come with the first answer. Over a step each worker receives 2·(N−1)/N times the model's size, or with gradients of 16 bits 1.5·(N−1)/N times.
 *
 * <p>All workers must call the same methods in the same order. A worker that is lost ends each waiting call with {@link
 * LostWorker}, a worker that refuses ends it with its {@link HavenException}. Not for use by several threads.
 */
public final class Exchange implements AutoCloseable {
    /** Whole pieces that one worker has asked for and not received yet: enough to keep the network busy. */
    private static final int IN_FLIGHT = 8;

    private final int worker;
    private final List<Peer> peers;
    private final Publications publications;
    private final Wire wire;
    private final List<AutoCloseable> parts;
    private final Mean mean;
    private final Deque<float[]> spares = new ArrayDeque<>();
    private long round;

    Exchange(int worker, List<Peer> peers, Publications publications, Wire wire, List<AutoCloseable> parts) {
        this.worker = worker;
        this.peers = peers;
        this.publications = publications;
        this.wire = wire;
        this.parts = parts;
        this.mean = new Mean(worker);
    }

    /** The exchange of a worker that has no peers. */
    public static Exchange alone() {
        return new Exchange(0, List.of(), new Publications(), Wire.FLOAT32, List.of());
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
        return notes(answers(
                new Publication(own, asker -> Unpooled.EMPTY_BUFFER, piece -> {
                    throw new IllegalArgumentException("A round of notes has no piece " + piece);
                }),
                Wire.FLOAT32));
    }

    private static double[][] notes(Message.Answer[] answers) {
        return Arrays.stream(answers).map(Message.Answer::note).toArray(double[][]::new);
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
        Message.Answer[] answers = answers(
                new Publication(
                        note,
                        asker -> gift(values, slices, asker, wire),
                        number -> bytes(values, slices.piece(number), wire)),
                wire);
        double[][] notes = notes(answers);
        if (!peers.isEmpty()) {
            average(values, slices, answers, shares(notes));
        }
        return notes;
    }

    private void average(float[] values, Slices slices, Message.Answer[] answers, float[] shares) {
        if (slices.small()) {
            refuseOtherLengths(answers, peer -> length(values.length));
            float[][] gifts = Arrays.stream(answers).map(Message.Answer::gift).toArray(float[][]::new);
            slices.pieces(worker).forEach(piece -> mean.of(values, piece, gifts, shares));
            return;
        }
        flow(slices.pieces(worker).iterator(), Math.max(1, IN_FLIGHT / peers.size()), this::gatherPiece, gathered -> {
            mean.of(values, gathered.piece(), gathered.parts(), shares);
            spares.addAll(gathered.buffers());
        });
    }

    /** The slice of that worker, if it is small enough to be sent unasked. */
    private static ByteBuf gift(float[] values, Slices slices, int of, Wire wire) {
        return slices.small() && of >= 0 && of < slices.workers()
                ? slices.pieces(of)
                        .findFirst()
                        .map(piece -> bytes(values, piece, wire))
                        .orElse(Unpooled.EMPTY_BUFFER)
                : Unpooled.EMPTY_BUFFER;
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
        Slices slices = new Slices(values.length, workers());
        Message.Answer[] answers = answers(
                new Publication(
                        new double[0],
                        asker -> gift(values, slices, worker, Wire.FLOAT32),
                        number -> bytes(values, slices.piece(number), Wire.FLOAT32)),
                Wire.FLOAT32);
        if (slices.small()) {
            refuseOtherLengths(answers, slices::length);
            peers.stream()
                    .map(peer -> peer.address().worker())
                    .forEach(peer -> slices.pieces(peer)
                            .forEach(piece ->
                                    System.arraycopy(answers[peer].gift(), 0, values, piece.from(), piece.length())));
        } else {
            fetch(values, slices);
        }
    }

    private void refuseOtherLengths(Message.Answer[] answers, IntUnaryOperator expected) {
        for (Peer peer : peers) {
            int number = peer.address().worker();
            int came = answers[number].gift().length;
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

    private static ByteBuf bytes(float[] values, Piece piece, Wire wire) {
        return Message.piece(values, piece.from(), piece.until(), wire);
    }

    /** The answers of all workers to this round, in their order, with the own note. */
    private Message.Answer[] answers(Publication publication, Wire wireOfGifts) {
        Message.Answer[] answers = new Message.Answer[workers()];
        answers[worker] = new Message.Answer(publication.note(), new float[0]);
        round++;
        if (!peers.isEmpty()) {
            publications.publish(round, publication);
            List<CompletableFuture<Message.Answer>> asked = peers.stream()
                    .map(peer -> peer.answer(round, worker, wireOfGifts))
                    .toList();
            for (int i = 0; i < asked.size(); i++) {
                answers[peers.get(i).address().worker()] = get(asked.get(i));
            }
        }
        return answers;
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
}
