package eu.havenlake.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The least that any exchange in Java must do: each worker sends its part of an array to each peer over a socket of their
 * own and takes theirs, from and to arrays of floats; without questions, means, checks or encryption.
 */
final class Sockets implements AutoCloseable {
    private static final int BLOCK = 1 << 19;

    private final SocketChannel[][] between;

    /** Connects all pairs on loopback. */
    Sockets(int workers) throws IOException {
        between = new SocketChannel[workers][workers];
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int a = 0; a < workers; a++) {
                for (int b = a + 1; b < workers; b++) {
                    between[a][b] = SocketChannel.open(server.getLocalAddress());
                    between[b][a] = server.accept();
                }
            }
        }
    }

    /** One worker sends the same number of values to each peer, and gets as many from each. */
    void swap(int worker, float[] values, int length) {
        Thread sender = Thread.ofPlatform().start(() -> {
            ByteBuffer buffer = buffer();
            for (int i = 1; i < between.length; i++) {
                send(between[worker][(worker + i) % between.length], values, length, buffer);
            }
        });
        ByteBuffer buffer = buffer();
        for (int i = 1; i < between.length; i++) {
            receive(between[worker][(worker + between.length - i) % between.length], values, length, buffer);
        }
        try {
            sender.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void send(SocketChannel peer, float[] values, int length, ByteBuffer buffer) {
        try {
            for (int at = 0; at < length; at += BLOCK / 4) {
                int count = Math.min(BLOCK / 4, length - at);
                buffer.clear()
                        .limit(4 * count)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(values, at, count);
                while (buffer.hasRemaining()) {
                    int unused = peer.write(buffer);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void receive(SocketChannel peer, float[] values, int length, ByteBuffer buffer) {
        try {
            for (int at = 0; at < length; at += BLOCK / 4) {
                int count = Math.min(BLOCK / 4, length - at);
                buffer.clear().limit(4 * count);
                while (buffer.hasRemaining()) {
                    if (peer.read(buffer) < 0) {
                        throw new IOException("the peer has closed");
                    }
                }
                buffer.flip().asFloatBuffer().get(values, at, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel[] row : between) {
            for (SocketChannel channel : row) {
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }
}
