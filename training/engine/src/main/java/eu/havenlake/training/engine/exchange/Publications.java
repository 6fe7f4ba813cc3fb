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
 * note as soon as there is one, which may be later; then it fetches the pieces it wants, if they did not come with it. The last two are kept: when a
 * worker has every peer's note of one round, all of them are done with the round before.
 */
final class Publications extends RpcHandler {
    private static final int KEPT = 2;

    private final Map<Long, Publication> published = new TreeMap<>();
    private final Map<Long, List<Waiting>> waiting = new TreeMap<>();
    private final StreamManager pieces = new Pieces();
    private Optional<String> refusal = Optional.empty();

    /**
     * One round's share of a worker.
     *
     * @param note small, sent with the answer
     * @param gifts values that come with the note, by asking worker, made when asked for; maybe empty
     * @param pieces by number, made when asked for
     */
    record Publication(double[] note, IntFunction<ByteBuf> gifts, IntFunction<ByteBuf> pieces) {
        ByteBuffer answer(int asker) {
            return Message.answer(note, gifts.apply(asker));
        }
    }

    /** A worker that has asked for what is not there yet. */
    private record Waiting(int asker, RpcResponseCallback callback) {}

    void publish(long round, Publication publication) {
        for (Waiting each : add(round, publication)) {
            each.callback().onSuccess(publication.answer(each.asker()));
        }
    }

    private synchronized List<Waiting> add(long round, Publication publication) {
        published.put(round, publication);
        published.remove(round - KEPT);
        return Optional.ofNullable(waiting.remove(round)).orElse(List.of());
    }

    /** From now on every question that is not answered yet is answered by this sentence for the user. */
    void refuse(String reason) {
        List<Waiting> all = new ArrayList<>();
        synchronized (this) {
            refusal = Optional.of(reason);
            waiting.values().forEach(all::addAll);
            waiting.clear();
        }
        all.forEach(each -> each.callback().onSuccess(Message.refusal(reason)));
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
        switch (Message.question(message)) {
            case Message.Alive alive -> callback.onSuccess(ByteBuffer.allocate(0));
            case Message.Round round -> answerNow(round, callback).ifPresent(callback::onSuccess);
        }
    }

    private synchronized Optional<ByteBuffer> answerNow(Message.Round round, RpcResponseCallback callback) {
        Publication publication = published.get(round.number());
        if (publication != null) {
            return Optional.of(publication.answer(round.asker()));
        }
        if (refusal.isEmpty()) {
            waiting.computeIfAbsent(round.number(), r -> new ArrayList<>()).add(new Waiting(round.asker(), callback));
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
