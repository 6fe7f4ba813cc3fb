package eu.havenlake.training.engine.exchange;

import eu.havenlake.training.engine.settings.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes between two workers: little-endian, as the processors that the engine runs on. */
final class Message {
    private static final byte ALIVE = 'a';
    private static final byte REFUSAL = 'x';

    /** Small enough to stay in a cache near the processor. */
    private static final int BLOCK = 1 << 15;

    /** Bytes of a note before its numbers: round, worker, wire, how many numbers. */
    private static final int NOTE = 8 + 4 + 1 + 4;

    private Message() {}

    /** What a peer answers at once, by nothing. */
    sealed interface Question {}

    /** Are you there? */
    record Alive() implements Question {}

    /** It is over, for this reason, which is for the user. */
    record Refusal(String reason) implements Question {}

    /**
     * What a worker tells a peer in a round, unasked.
     *
     * @param worker its number
     * @param numbers for all
     * @param gift values for this peer; none where they are too many to come unasked
     */
    record Note(long round, int worker, double[] numbers, float[] gift) {}

    static ByteBuffer of(Question question) {
        return switch (question) {
            case Alive alive -> ByteBuffer.wrap(new byte[] {ALIVE});
            case Refusal refusal -> {
                byte[] text = refusal.reason().getBytes(StandardCharsets.UTF_8);
                yield buffer(1 + text.length).put(REFUSAL).put(text).flip();
            }
        };
    }

    static Question question(ByteBuffer message) {
        byte kind = message.get();
        return switch (kind) {
            case ALIVE -> new Alive();
            case REFUSAL -> new Refusal(StandardCharsets.UTF_8.decode(message).toString());
            default -> throw new IllegalArgumentException("No question begins with byte " + kind);
        };
    }

    /**
     * The bytes of a note.
     *
     * @param gift which is released
     */
    static ByteBuffer note(long round, int worker, double[] numbers, Wire wire, ByteBuf gift) {
        ByteBuffer bytes = buffer(NOTE + 8 * numbers.length + gift.readableBytes())
                .putLong(round)
                .putInt(worker)
                .put((byte) wire.ordinal())
                .putInt(numbers.length);
        for (double number : numbers) {
            bytes.putDouble(number);
        }
        gift.readBytes(bytes).release();
        return bytes.flip();
    }

    static Note note(ByteBuffer message) {
        ByteBuffer bytes = message.order(ByteOrder.LITTLE_ENDIAN);
        long round = bytes.getLong();
        int worker = bytes.getInt();
        Wire wire = Wire.values()[bytes.get()];
        double[] numbers = new double[bytes.getInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = bytes.getDouble();
        }
        float[] gift = new float[bytes.remaining() / wire.bytes()];
        take(Unpooled.wrappedBuffer(bytes), gift, 0, wire);
        return new Note(round, worker, numbers, gift);
    }

    /** A copy of a part of the array, to be released by whoever sends it. */
    static ByteBuf piece(float[] values, int from, int until, Wire wire) {
        int bytes = wire.bytes() * (until - from);
        ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
        ByteBuffer target = piece.nioBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (wire) {
            case FLOAT32 -> target.asFloatBuffer().put(values, from, until - from);
            case BFLOAT16 -> putUpperHalves(values, from, until, target.asShortBuffer());
        }
        return piece.writerIndex(bytes);
    }

    private static void putUpperHalves(float[] values, int from, int until, ShortBuffer target) {
        short[] block = new short[BLOCK / 2];
        for (int at = from; at < until; at += block.length) {
            int length = Math.min(block.length, until - at);
            for (int i = 0; i < length; i++) {
                block[i] = upperHalf(values[at + i]);
            }
            target.put(block, 0, length);
        }
    }

    /** To the nearest, ties to even; what is not a number stays so. */
    static short upperHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7fff + (bits >>> 16 & 1);
        return (short) ((Float.isNaN(value) ? bits | 0x400000 : rounded) >>> 16);
    }

    /**
     * Copies what came into the array, block by block: it lies scattered over many buffers, and to ask for it as one
     * would copy all of it once more.
     */
    static void take(ByteBuf bytes, float[] values, int from, Wire wire) {
        ByteBuffer block = buffer(BLOCK);
        int length = BLOCK / wire.bytes();
        short[] halves = new short[wire == Wire.BFLOAT16 ? length : 0];
        for (int at = from; bytes.isReadable(); at += length) {
            bytes.readBytes(block.clear().limit(Math.min(BLOCK, bytes.readableBytes())));
            int count = block.flip().limit() / wire.bytes();
            switch (wire) {
                case FLOAT32 -> block.asFloatBuffer().get(values, at, count);
                case BFLOAT16 -> {
                    block.asShortBuffer().get(halves, 0, count);
                    for (int i = 0; i < count; i++) {
                        values[at + i] = Float.intBitsToFloat(halves[i] << 16);
                    }
                }
            }
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
