package eu.havenlake.training.engine.cluster;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import eu.havenlake.training.engine.worker.EpochRecord;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * How a training gets on, for whatever collects Spark's metrics (Prometheus, JMX, Graphite): {@code haven.training.*} of
 * each executor that holds a worker, while it does.
 */
final class TrainingMetrics implements Source, AutoCloseable {
    static final String NAME = "haven.training";

    private final MetricRegistry registry = new MetricRegistry();
    private final AtomicReference<Optional<EpochRecord>> latest = new AtomicReference<>(Optional.empty());

    private TrainingMetrics() {
        gauge("epochs", EpochRecord::trained);
        gauge("iterations", EpochRecord::steps);
        gauge("loss", EpochRecord::trainingLoss);
        gauge("validationLoss", epoch -> epoch.validation().loss());
        gauge("imagesPerSecond", EpochRecord::imagesPerSecond);
        gauge("learningRate", EpochRecord::learningRate);
        gauge("exchangeShare", epoch -> epoch.pace().exchange());
        gauge("waitShare", epoch -> epoch.pace().waiting());
    }

    /** Registered with this JVM's Spark until it is closed. */
    static TrainingMetrics open() {
        TrainingMetrics metrics = new TrainingMetrics();
        SparkEnv.get().metricsSystem().registerSource(metrics);
        return metrics;
    }

    void set(EpochRecord epoch) {
        latest.set(Optional.of(epoch));
    }

    private void gauge(String name, ToDoubleFunction<EpochRecord> value) {
        registry.register(name, (Gauge<Double>)
                () -> latest.get().map(value::applyAsDouble).orElse(Double.NaN));
    }

    @Override
    public String sourceName() {
        return NAME;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    @Override
    public void close() {
        SparkEnv.get().metricsSystem().removeSource(this);
    }
}
