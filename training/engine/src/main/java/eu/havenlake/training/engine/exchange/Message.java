package eu.havenlake.training.engine.exchange;

import eu.havenlake.lake.HavenException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes between two workers: little-endian, as the processors that the engine runs on. */
final class Message {
    private static final byte ALIVE = 'a';
    private static final byte ROUND = 'r';
    private static final byte NOTE = 'n';
    private static final byte REFUSAL = 'x';

    /** Small enough to stay in a cache near the processor. */
    private static final int BLOCK = 1 << 15;

    private Message() {}

    /** What a worker asks a peer. */
    sealed interface Question {}

    /** Are you there? Answered at once, by nothing. */
    record Alive() implements Question {}

    /** Give me the note of that round, when you have it. */
    record Round(long number) implements Question {}

    static ByteBuffer of(Question question) {
        return switch (question) {
            case Alive alive -> ByteBuffer.wrap(new byte[] {ALIVE});
            case Round round -> buffer(9).put(ROUND).putLong(round.number()).flip();
        };
    }

    static Question question(ByteBuffer message) {
        ByteBuffer bytes = message.order(ByteOrder.LITTLE_ENDIAN);
        byte kind = bytes.get();
        return switch (kind) {
            case ALIVE -> new Alive();
            case ROUND -> new Round(bytes.getLong());
            default -> throw new IllegalArgumentException("No question begins with byte " + kind);
        };
    }

    static ByteBuffer note(double[] values) {
        ByteBuffer bytes = buffer(1 + 8 * values.length).put(NOTE);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.flip();
    }

    static ByteBuffer refusal(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return buffer(1 + text.length).put(REFUSAL).put(text).flip();
    }

    /** @throws HavenException if it is a refusal */
    static double[] note(ByteBuffer answer) {
        ByteBuffer bytes = answer.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.get() == REFUSAL) {
            throw new HavenException(StandardCharsets.UTF_8.decode(bytes).toString());
        }
        double[] values = new double[bytes.remaining() / 8];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    /** A copy of a part of the array, to be released by whoever sends it. */
    static ByteBuf piece(float[] values, int from, int until) {
        int bytes = 4 * (until - from);
        ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        floats(piece.nioBuffer(0, bytes)).put(values, from, until - from);
        return piece.writerIndex(bytes);
    }

    /**
     * Copies what came into the array, block by block: it lies scattered over many buffers, and to ask for it as one
     * would copy all of it once more.
     */
    static void take(ByteBuf bytes, float[] values, int from) {
        ByteBuffer block = buffer(BLOCK);
        for (int at = from; bytes.isReadable(); at += BLOCK / 4) {
            bytes.readBytes(block.clear().limit(Math.min(BLOCK, bytes.readableBytes())));
            floats(block.flip()).get(values, at, block.limit() / 4);
        }
    }

    private static FloatBuffer floats(ByteBuffer bytes) {
        return bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
