package eu.havenlake.training.bigdl;

import static org.assertj.core.api.Assertions.assertThat;

import com.intel.analytics.bigdl.mkl.MKL;
import eu.havenlake.training.spi.EngineFactory;
import eu.havenlake.training.spi.Probe;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class EngineStartIT {
    @Test
    void engineIsFoundAsAServiceAndLeavesNoLibrariesBehind() {
        EngineFactory factory =
                ServiceLoader.load(EngineFactory.class).findFirst().orElseThrow();

        assertThat(factory.open(2).probe())
                .isInstanceOfSatisfying(
                        Probe.Usable.class,
                        usable -> assertThat(usable.engine()).isEqualTo("BigDL 0.13.0"));
        assertThat(MKL.isMKLLoaded()).isTrue();
        assertThat(Path.of(System.getProperty("java.io.tmpdir")))
                .isDirectoryNotContaining(file -> file.getFileName().toString().contains(".native."));
    }
}
