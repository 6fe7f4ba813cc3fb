package eu.havenlake.training.engine.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.buffer.NettyManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/**
 * The server's side of a worker: puts what peers tell it into the {@link Inbox}, and gives them the pieces that it has
 * published, by round and number. Those of the last two rounds are kept: when a worker has every peer's note of one round,
 * all of them are done with the round before.
 */
final class PeerHandler extends RpcHandler {
    private static final int KEPT = 2;

    private final Inbox inbox = new Inbox();
    private final TreeMap<Long, IntFunction<ByteBuf>> published = new TreeMap<>();
    private final StreamManager pieces = new Pieces();

    /** Who has told something over a connection. */
    private final Map<Channel, Integer> tellers = new ConcurrentHashMap<>();

    Inbox inbox() {
        return inbox;
    }

    /** @param ofRound pieces by number, made when asked for */
    synchronized void publish(long round, IntFunction<ByteBuf> ofRound) {
        published.put(round, ofRound);
        published.headMap(round - KEPT, true).clear();
    }

    /** What is not answered: a note. One that cannot be read ends the connection, for it will not come again. */
    @Override
    public void receive(TransportClient client, ByteBuffer message) {
        try {
            Message.Note note = Message.note(message);
            tellers.put(client.getChannel(), note.worker());
            inbox.put(note);
        } catch (RuntimeException unreadable) {
            client.getChannel().close();
            throw unreadable;
        }
    }

    @Override
    public void channelInactive(TransportClient client) {
        Optional.ofNullable(tellers.remove(client.getChannel()))
                .ifPresent(worker -> inbox.lose(worker, new IOException("its connection ended")));
    }

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
        switch (Message.question(message)) {
            case Message.Alive alive -> {}
            case Message.Refusal refusal -> inbox.refuse(refusal.reason());
        }
        callback.onSuccess(ByteBuffer.allocate(0));
    }

    @Override
    public StreamManager getStreamManager() {
        return pieces;
    }

    private synchronized IntFunction<ByteBuf> of(long round) {
        IntFunction<ByteBuf> ofRound = published.get(round);
        if (ofRound == null) {
            throw new IllegalStateException("Round " + round + " is not here (any more): there are "
                    + published.keySet() + ". The workers do not go the same way.");
        }
        return ofRound;
    }

    private final class Pieces extends StreamManager {
        @Override
        public ManagedBuffer getChunk(long round, int piece) {
            return new NettyManagedBuffer(of(round).apply(piece));
        }
    }
}
