package eu.havenlake.training.bigdl;

import static eu.havenlake.training.bigdl.ScalaGlue.seq;

import com.intel.analytics.bigdl.utils.LayerException;
import com.intel.analytics.bigdl.utils.ThreadPool;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import scala.Function0;
import scala.runtime.AbstractFunction0;

/**
 * The one thread that touches native code. BigDL has set the number of OpenMP threads on it; each other thread would get
 * a team of its own, and BigDL may crash when such a thread ends.
 */
final class ComputeThread {
    private final ThreadPool pool;

    ComputeThread(ThreadPool pool) {
        this.pool = pool;
    }

    /** Runs the work there and waits; its exceptions are thrown here. */
    <T> T call(Supplier<T> work) {
        Function0<T> function = new AbstractFunction0<>() {
            @Override
            public T apply() {
                // BigDL looks for its resources there.
                Thread.currentThread().setContextClassLoader(ComputeThread.class.getClassLoader());
                try {
                    return work.get();
                } catch (LayerException e) {
                    throw new IllegalStateException("BigDL's " + reason(e), innermost(e));
                }
            }
        };
        return result(pool.invokeAndWait2(seq(function), Long.MAX_VALUE, TimeUnit.SECONDS)
                .apply(0));
    }

    /** In place of its own text, which asks for a library that is not here. */
    static String reason(LayerException failure) {
        return "layer " + failure.layerMsg() + " failed: " + innermost(failure);
    }

    private static Throwable innermost(LayerException failure) {
        return failure.error() instanceof LayerException inner ? innermost(inner) : failure.error();
    }

    void run(Runnable work) {
        Object unused = call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot wait for the training engine: this thread was interrupted.", e);
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException mistake -> mistake;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }
}
