package eu.havenlake.training.engine.checkpoint;

import eu.havenlake.training.engine.worker.Section;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file of one worker: the mark {@code HAVEN1}, the number of sections, then each: name, place where it begins in its
 * array, number of values, the values. All big-endian, as Java's {@code DataOutput} writes them.
 */
final class PartFile {
    private static final byte[] MARK = {'H', 'A', 'V', 'E', 'N', '1'};
    private static final int BLOCK = 1 << 16;

    private PartFile() {}

    /** Writes, and closes. */
    static Checkpoint.Part write(String name, List<Section> sections, OutputStream file) throws IOException {
        CRC32C checksum = new CRC32C();
        try (var out = new DataOutputStream(new CheckedOutputStream(new BufferedOutputStream(file, BLOCK), checksum))) {
            out.write(MARK);
            out.writeInt(sections.size());
            for (Section section : sections) {
                out.writeUTF(section.name());
                out.writeInt(section.from());
                out.writeInt(section.length());
                write(section, out);
            }
            // Its count stops at 2 GiB.
            return new Checkpoint.Part(name, bytes(sections), checksum.getValue());
        }
    }

    private static long bytes(List<Section> sections) throws IOException {
        long bytes = MARK.length + Integer.BYTES;
        for (Section section : sections) {
            bytes += 2 + section.name().length() + 2L * Integer.BYTES + 4L * section.length();
        }
        return bytes;
    }

    private static void write(Section section, DataOutputStream out) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        int end = section.offset() + section.length();
        for (int at = section.offset(); at < end; at += BLOCK / 4) {
            int count = Math.min(BLOCK / 4, end - at);
            block.clear().asFloatBuffer().put(section.values(), at, count);
            out.write(block.array(), 0, 4 * count);
        }
    }

    /** Reads, and closes. */
    static List<Section> read(Checkpoint.Part part, InputStream file) throws IOException {
        CRC32C checksum = new CRC32C();
        try (var in = new DataInputStream(new CheckedInputStream(new BufferedInputStream(file, BLOCK), checksum))) {
            if (!java.util.Arrays.equals(in.readNBytes(MARK.length), MARK)) {
                throw new IOException("it is not a checkpoint of HavenLake");
            }
            List<Section> sections = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                sections.add(readSection(in, part.bytes()));
            }
            if (checksum.getValue() != part.crc32c()) {
                throw new IOException("its checksum is " + Long.toHexString(checksum.getValue()) + " where "
                        + Long.toHexString(part.crc32c()) + " was written");
            }
            return sections;
        }
    }

    /** @param most bytes of the file: a damaged length must not ask for more memory than that */
    private static Section readSection(DataInputStream in, long most) throws IOException {
        String name = in.readUTF();
        int from = in.readInt();
        int length = in.readInt();
        if (from < 0 || length < 0 || 4L * length > most) {
            throw new IOException("section " + name + " claims " + length + " values from " + from + " on");
        }
        float[] values = new float[length];
        byte[] block = new byte[BLOCK];
        for (int at = 0; at < values.length; at += BLOCK / 4) {
            int count = Math.min(BLOCK / 4, values.length - at);
            in.readFully(block, 0, 4 * count);
            ByteBuffer.wrap(block).asFloatBuffer().get(values, at, count);
        }
        return new Section(name, from, values, 0, values.length);
    }
}
