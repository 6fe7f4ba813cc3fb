package eu.havenlake.training.engine.exchange;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.buffer.NettyManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/**
 * The server's side of a worker: what it has published so far. A peer asks for a publication by its number and gets its
 * note as soon as there is one, which may be later; then it fetches the pieces it wants. The last two are kept: when a
 * worker has every peer's note of one round, all of them are done with the round before.
 */
final class Publications extends RpcHandler {
    private static final int KEPT = 2;

    private final Map<Long, Publication> published = new TreeMap<>();
    private final Map<Long, List<RpcResponseCallback>> waiting = new TreeMap<>();
    private final StreamManager pieces = new Pieces();
    private Optional<String> refusal = Optional.empty();

    /**
     * One round's share of a worker.
     *
     * @param note small, sent with the answer
     * @param pieces by number, made when asked for
     */
    record Publication(double[] note, IntFunction<ByteBuf> pieces) {}

    void publish(long round, Publication publication) {
        answer(add(round, publication), Message.note(publication.note()));
    }

    private synchronized List<RpcResponseCallback> add(long round, Publication publication) {
        published.put(round, publication);
        published.remove(round - KEPT);
        return Optional.ofNullable(waiting.remove(round)).orElse(List.of());
    }

    /** From now on every question that is not answered yet is answered by this sentence for the user. */
    void refuse(String reason) {
        List<RpcResponseCallback> all = new ArrayList<>();
        synchronized (this) {
            refusal = Optional.of(reason);
            waiting.values().forEach(all::addAll);
            waiting.clear();
        }
        answer(all, Message.refusal(reason));
    }

    private static void answer(List<RpcResponseCallback> callbacks, ByteBuffer answer) {
        callbacks.forEach(callback -> callback.onSuccess(answer.duplicate()));
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
        switch (Message.question(message)) {
            case Message.Alive alive -> callback.onSuccess(ByteBuffer.allocate(0));
            case Message.Round round ->
                answerNow(round.number(), callback).ifPresent(answer -> answer(List.of(callback), answer));
        }
    }

    private synchronized Optional<ByteBuffer> answerNow(long round, RpcResponseCallback callback) {
        Publication publication = published.get(round);
        if (publication != null) {
            return Optional.of(Message.note(publication.note()));
        }
        if (refusal.isEmpty()) {
            waiting.computeIfAbsent(round, r -> new ArrayList<>()).add(callback);
        }
        return refusal.map(Message::refusal);
    }

    @Override
    public StreamManager getStreamManager() {
        return pieces;
    }

    private synchronized Publication of(long round) {
        Publication publication = published.get(round);
        if (publication == null) {
            throw new IllegalStateException("Round " + round + " is not here (any more): there are "
                    + published.keySet() + ". The workers do not go the same way.");
        }
        return publication;
    }

    private final class Pieces extends StreamManager {
        @Override
        public ManagedBuffer getChunk(long round, int piece) {
            return new NettyManagedBuffer(of(round).pieces().apply(piece));
        }
    }
}
