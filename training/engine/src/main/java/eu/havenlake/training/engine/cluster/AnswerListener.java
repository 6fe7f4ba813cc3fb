package eu.havenlake.training.engine.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Says how many images were answered, as heartbeats bring it (every 10 seconds by default). */
final class AnswerListener extends SparkListener {

    private final long accumulator;
    private final LongConsumer progress;
    private final Map<Long, Long> answeredByTask = new HashMap<>();

    AnswerListener(long accumulator, LongConsumer progress) {
        this.accumulator = accumulator;
        this.progress = progress;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        CollectionConverters.asJava(event.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).forEach(info -> take((Long) task._1(), info)));
    }

    private void take(Long task, AccumulableInfo info) {
        if (info.id() == accumulator
                && info.update().isDefined()
                && info.update().get() instanceof Long answered
                && answered > answeredByTask.getOrDefault(task, 0L)) {
            answeredByTask.put(task, answered);
            progress.accept(
                    answeredByTask.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    /** What a lost task answered is asked again. */
    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        if (!event.taskInfo().successful()) {
            answeredByTask.remove(event.taskInfo().taskId());
        }
    }
}
