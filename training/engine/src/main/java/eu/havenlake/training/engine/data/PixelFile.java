package eu.havenlake.training.engine.data;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Pixels that do not fit the heap, in a file that is mapped into memory. The file has no name once it is open, so that
 * nothing of it is left however the process ends. Add all images first, then read.
 */
public final class PixelFile implements AutoCloseable {
    /** Largest part that is mapped at once; Java's buffers end at 2 GiB. */
    private static final long SEGMENT = 1L << 30;

    private final FileChannel file;
    private final int size;
    private final long imagesOfSegment;
    private final Map<Long, MappedByteBuffer> segments = new HashMap<>();
    private long images;

    /**
     * An empty file.
     *
     * @param folder for it, such as one of Spark's local folders
     * @param size bytes of each image
     * @throws HavenException if it cannot be made
     */
    public PixelFile(Path folder, int size) {
        this.size = size;
        this.imagesOfSegment = SEGMENT / size;
        try {
            Path name = Files.createTempFile(folder, "images", ".bin");
            this.file = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(name);
        } catch (IOException e) {
            throw refusal(folder.toString(), e);
        }
    }

    private static HavenException refusal(String folder, IOException e) {
        return new HavenException(
                "Cannot keep images in a file (%s): %s. Give executors more memory (spark.executor.memory), or another spark.local.dir."
                        .formatted(folder, e.getMessage()),
                e);
    }

    /** @throws HavenException if the disk is full */
    public Pixels add(byte[] pixels) {
        if (pixels.length != size) {
            return Pixels.of(pixels);
        }
        ByteBuffer bytes = ByteBuffer.wrap(pixels);
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes, images * size + bytes.position());
            }
        } catch (IOException e) {
            throw refusal("spark.local.dir", e);
        }
        return new Stored(images++);
    }

    private synchronized MappedByteBuffer segment(long number) {
        return segments.computeIfAbsent(number, this::map);
    }

    private MappedByteBuffer map(long number) {
        long from = number * imagesOfSegment * size;
        try {
            return file.map(
                    FileChannel.MapMode.READ_ONLY, from, Math.min(imagesOfSegment * size, images * size - from));
        } catch (IOException e) {
            throw refusal("spark.local.dir", e);
        }
    }

    private final class Stored implements Pixels {
        private final long number;

        Stored(long number) {
            this.number = number;
        }

        @Override
        public int length() {
            return size;
        }

        @Override
        public byte[] bytes() {
            byte[] bytes = new byte[size];
            segment(number / imagesOfSegment).get((int) (number % imagesOfSegment) * size, bytes);
            return bytes;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the file of images", e);
        }
    }
}
