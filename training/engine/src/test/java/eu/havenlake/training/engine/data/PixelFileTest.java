package eu.havenlake.training.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelFileTest {

    private static final int SIZE = 12_289;

    @TempDir
    private Path folder;

    @Test
    void imagesAreReadAsTheyWereAddedAndTheFileHasNoName() {
        try (PixelFile file = new PixelFile(folder, SIZE)) {
            Random random = new Random(1);
            List<byte[]> images = new ArrayList<>();
            List<Pixels> stored = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                byte[] image = new byte[SIZE];
                random.nextBytes(image);
                images.add(image);
                stored.add(file.add(image));
            }
            assertThat(folder).isEmptyDirectory();
            for (int i = 299; i >= 0; i--) {
                assertThat(stored.get(i).bytes()).isEqualTo(images.get(i));
                assertThat(stored.get(i).length()).isEqualTo(SIZE);
            }
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> new PixelFile(folder.resolve("missing"), SIZE))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("missing")
                .hasMessageContaining("spark.local.dir");
    }
}
