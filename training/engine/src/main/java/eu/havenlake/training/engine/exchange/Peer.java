package eu.havenlake.training.engine.exchange;

import eu.havenlake.training.engine.exchange.Slices.Piece;
import eu.havenlake.training.engine.settings.Wire;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.client.ChunkReceivedCallback;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;

/** Another worker, as a client of it. What fails, fails with the peer's name. */
final class Peer {
    private final Address address;
    private final TransportClient client;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Optional<String> reason = Optional.empty();

    Peer(Address address, TransportClient client) {
        this.address = address;
        this.client = client;
    }

    Address address() {
        return address;
    }

    /**
     * The peer's answer for a round, as soon as it has one.
     *
     * @param asker own number
     * @param wire how values that come with it travel
     */
    CompletableFuture<Message.Answer> answer(long round, int asker, Wire wire) {
        CompletableFuture<Message.Answer> answer = new CompletableFuture<>();
        client.sendRpc(Message.of(new Message.Round(round, asker)), new RpcResponseCallback() {
            @Override
            public void onSuccess(ByteBuffer message) {
                complete(answer, () -> Message.answer(message, wire));
            }

            @Override
            public void onFailure(Throwable failure) {
                answer.completeExceptionally(lost(failure));
            }
        });
        return answer;
    }

    /** Fetches a piece of a round whose answer has come, into the array from that place on. */
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
                // The questions of the exchange itself fail with it.
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
