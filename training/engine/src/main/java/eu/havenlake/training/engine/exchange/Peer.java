package eu.havenlake.training.engine.exchange;

import eu.havenlake.training.engine.exchange.Slices.Piece;
import eu.havenlake.training.engine.settings.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.ChunkReceivedCallback;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.protocol.OneWayMessage;

/** Another worker, as a client of it. What fails, fails with the peer's name. */
final class Peer {
    private final Address address;
    private final TransportClient client;
    private final Inbox inbox;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Optional<String> reason = Optional.empty();

    /** @param inbox where the peer's notes arrive; it is told when the connection ends */
    Peer(Address address, TransportClient client, Inbox inbox) {
        this.address = address;
        this.client = client;
        this.inbox = inbox;
        client.getChannel()
                .closeFuture()
                .addListener(closed -> inbox.lose(address.worker(), new IOException("the connection to it ended")));
    }

    Address address() {
        return address;
    }

    /** Sends a note. If that fails the connection ends, so that nobody waits for what does not come. */
    void tell(ByteBuffer note) {
        client.getChannel()
                .writeAndFlush(new OneWayMessage(new NioManagedBuffer(note)))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** What the peer tells this worker in that round. */
    CompletableFuture<Message.Note> note(long round) {
        return inbox.take(round, address.worker())
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(failure instanceof IOException ? lost(failure) : failure));
    }

    /** Tells the peer that all is over; done when it knows. */
    CompletableFuture<Void> refuse(String reason) {
        CompletableFuture<Void> known = new CompletableFuture<>();
        client.sendRpc(Message.of(new Message.Refusal(reason)), new RpcResponseCallback() {
            @Override
            public void onSuccess(ByteBuffer answer) {
                known.complete(null);
            }

            @Override
            public void onFailure(Throwable failure) {
                known.complete(null);
            }
        });
        return known;
    }

    /** Fetches a piece of a round whose note has come, into the array from that place on. */
    CompletableFuture<Piece> piece(long round, Piece piece, Wire wire, float[] values, int from) {
        CompletableFuture<Piece> fetched = new CompletableFuture<>();
        client.fetchChunk(round, piece.number(), new ChunkReceivedCallback() {
            @Override
            public void onSuccess(int number, ManagedBuffer buffer) {
                complete(fetched, () -> {
                    refuseOtherLength(piece, wire, buffer.size());
                    take(buffer, values, from, wire);
                    return piece;
                });
            }

            @Override
            public void onFailure(int number, Throwable failure) {
                fetched.completeExceptionally(lost(failure));
            }
        });
        return fetched;
    }

    private static void take(ManagedBuffer buffer, float[] values, int from, Wire wire) throws IOException {
        ByteBuf bytes = (ByteBuf) buffer.convertToNetty();
        try {
            Message.take(bytes, values, from, wire);
        } finally {
            bytes.release();
        }
    }

    /** Asks whether the peer is there, unless it has left that many questions unanswered: then it is given up. */
    void ask(int most) {
        int before = unanswered.getAndIncrement();
        if (before >= most) {
            giveUp("it has left " + before + " questions whether it is there unanswered");
            return;
        }
        client.sendRpc(Message.of(new Message.Alive()), new RpcResponseCallback() {
            @Override
            public void onSuccess(ByteBuffer answer) {
                unanswered.set(0);
            }

            @Override
            public void onFailure(Throwable failure) {
                // The inbox hears of the connection's end.
            }
        });
    }

    /** Closes the connection, which fails all that waits for the peer. */
    private void giveUp(String why) {
        reason = Optional.of(why);
        client.close();
    }

    private LostWorker lost(Throwable failure) {
        return new LostWorker(address, reason.orElse(String.valueOf(failure.getMessage())), failure);
    }

    private static void refuseOtherLength(Piece piece, Wire wire, long bytes) throws IOException {
        if (bytes != (long) wire.bytes() * piece.length()) {
            throw new IOException("a piece of " + piece.length() + " values came as " + bytes + " bytes");
        }
    }

    private interface Work<T> {
        T call() throws IOException;
    }

    private <T> void complete(CompletableFuture<T> future, Work<T> work) {
        try {
            future.complete(work.call());
        } catch (IOException e) {
            future.completeExceptionally(lost(e));
        } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
        }
    }
}
