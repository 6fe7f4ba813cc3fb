package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.exchange.LostWorker;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.OptionConverters;

/** Why the tasks of a training ended: whether a worker was lost, or something is wrong that would be so again. */
final class Losses extends SparkListener {

    private final Set<String> silent = new TreeSet<>();
    private final Set<String> reasons = new TreeSet<>();
    private boolean fault;

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        switch (event.reason()) {
            case ExecutorLostFailure lost -> reasons.add("executor " + lost.execId() + " is gone");
            case FetchFailed gone -> reasons.add("images that Spark had dealt to an executor are gone with it");
            case ExceptionFailure failure -> failed(failure);
            default -> {
                // Ended well, or was stopped because another task had failed.
            }
        }
    }

    private void failed(ExceptionFailure failure) {
        Optional<Throwable> thrown = OptionConverters.toJava(failure.exception());
        if (thrown.isPresent() && thrown.get() instanceof LostWorker lost) {
            silent.add(lost.executor());
            reasons.add(lost.getMessage());
        } else {
            fault = true;
        }
    }

    /** Why a worker was lost; absent where that is not why the training failed. */
    synchronized Optional<String> reason() {
        return fault || reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    /** Ends the executors that the others could not reach but Spark still counts on: they may hang. */
    synchronized void replaceSilent(SparkContext context) {
        Crew.executors(context).stream()
                .filter(executor -> silent.contains(executor.id()))
                .forEach(executor -> {
                    boolean unused = context.killAndReplaceExecutor(executor.id());
                });
    }
}
