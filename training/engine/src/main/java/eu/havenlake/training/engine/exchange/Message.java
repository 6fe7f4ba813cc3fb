package eu.havenlake.training.engine.exchange;

import eu.havenlake.lake.HavenException;
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

    /**
     * Give me the note of that round, when you have it.
     *
     * @param asker number of the worker that asks
     */
    record Round(long number, int asker) implements Question {}

    /**
     * What a worker answers.
     *
     * @param note numbers for all
     * @param gift values for the asker; none where they are too many to come unasked
     */
    record Answer(double[] note, float[] gift) {}

    static ByteBuffer of(Question question) {
        return switch (question) {
            case Alive alive -> ByteBuffer.wrap(new byte[] {ALIVE});
            case Round round ->
                buffer(13)
                        .put(ROUND)
                        .putLong(round.number())
                        .putInt(round.asker())
                        .flip();
        };
    }

    static Question question(ByteBuffer message) {
        ByteBuffer bytes = message.order(ByteOrder.LITTLE_ENDIAN);
        byte kind = bytes.get();
        return switch (kind) {
            case ALIVE -> new Alive();
            case ROUND -> new Round(bytes.getLong(), bytes.getInt());
            default -> throw new IllegalArgumentException("No question begins with byte " + kind);
        };
    }

    /** @param gift which is released */
    static ByteBuffer answer(double[] note, ByteBuf gift) {
        ByteBuffer bytes =
                buffer(1 + 4 + 8 * note.length + gift.readableBytes()).put(NOTE).putInt(note.length);
        for (double value : note) {
            bytes.putDouble(value);
        }
        gift.readBytes(bytes).release();
        return bytes.flip();
    }

    static ByteBuffer refusal(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return buffer(1 + text.length).put(REFUSAL).put(text).flip();
    }

    /** @throws HavenException if it is a refusal */
    static Answer answer(ByteBuffer message, Wire wire) {
        ByteBuffer bytes = message.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.get() == REFUSAL) {
            throw new HavenException(StandardCharsets.UTF_8.decode(bytes).toString());
        }
        double[] note = new double[bytes.getInt()];
        for (int i = 0; i < note.length; i++) {
            note[i] = bytes.getDouble();
        }
        float[] gift = new float[bytes.remaining() / wire.bytes()];
        take(Unpooled.wrappedBuffer(bytes), gift, 0, wire);
        return new Answer(note, gift);
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
