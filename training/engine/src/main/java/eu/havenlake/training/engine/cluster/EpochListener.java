package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.worker.EpochRecord;
import java.util.List;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.jdk.javaapi.CollectionConverters;

/** Hands on epochs as heartbeats bring them (every 10 seconds by default), each once and in order. */
final class EpochListener extends SparkListener {

    private final long accumulator;
    private final TrainingProgress progress;
    private int seen;

    EpochListener(long accumulator, TrainingProgress progress) {
        this.accumulator = accumulator;
        this.progress = progress;
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        CollectionConverters.asJava(event.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).forEach(this::take));
    }

    private void take(AccumulableInfo info) {
        if (info.id() == accumulator
                && info.update().isDefined()
                && info.update().get() instanceof List<?> list) {
            hand(list.stream().map(EpochRecord.class::cast).toList());
        }
    }

    /** Hands on what of the whole list was not handed on before. */
    synchronized void hand(List<EpochRecord> all) {
        for (; seen < all.size(); seen++) {
            progress.epoch(all.get(seen));
        }
    }
}
