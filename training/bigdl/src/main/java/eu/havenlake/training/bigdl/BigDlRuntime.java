package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.mkl.MKL;
import com.intel.analytics.bigdl.mkl.MklDnn;
import com.intel.analytics.bigdl.utils.Engine;
import eu.havenlake.training.spi.Probe;
import java.nio.file.Path;
import java.util.List;

/** Outcome of the only attempt to start BigDL in this JVM. */
sealed interface BigDlRuntime {

    /** BigDL is up. */
    record Running(Probe.Usable probe, ComputeThread thread) implements BigDlRuntime {}

    /** BigDL cannot start in this JVM, now or later. */
    record Failed(Probe.Unusable probe) implements BigDlRuntime {}

    Probe probe();

    static BigDlRuntime start(int threads) {
        return Platform.ofThisProcess()
                .obstacle()
                .<BigDlRuntime>map(reason -> new Failed(new Probe.Unusable(reason)))
                .orElseGet(() -> load(threads));
    }

    private static BigDlRuntime load(int threads) {
        configure(threads);
        try {
            if (!MKL.isMKLLoaded() || !MklDnn.isLoaded()) {
                return failed("its native libraries did not load");
            }
            Engine.init();
            List<String> warnings = Platform.warnings(Path.of("/proc/cpuinfo"));
            return new Running(new Probe.Usable("BigDL 0.13.0", warnings), new ComputeThread(Engine.dnnComputing()));
        } catch (LinkageError | RuntimeException e) {
            return failed(e + (e.getCause() == null ? "" : ", caused by " + e.getCause()));
        }
    }

    /** BigDL reads these once, when its first class is touched. */
    private static void configure(int threads) {
        System.setProperty("bigdl.localMode", "true");
        System.setProperty("bigdl.engineType", "mkldnn");
        System.setProperty("bigdl.mklNumThreads", Integer.toString(threads));
        // Otherwise the threads of every JVM on the machine are pinned to the same first cores.
        System.setProperty("bigdl.disableOmpAffinity", "true");
    }

    private static Failed failed(String reason) {
        return new Failed(new Probe.Unusable("Cannot start BigDL: " + reason
                + ". Check that this is Linux with glibc on x86-64, then start the program again."));
    }
}
