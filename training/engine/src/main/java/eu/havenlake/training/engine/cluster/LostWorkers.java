package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.exchange.LostWorker;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Why the workers of a training ended: whether one was lost, or something is wrong that would be so again. */
final class LostWorkers extends SparkListener {
    /** Property of the jobs of an attempt; others' events, which come late, must not be taken for its own. */
    private static final String ATTEMPT = "haven.attempt";

    /** Of the stages of these jobs only the last, that of the workers, has tasks of this kind. */
    private static final String WORKER = "ResultTask";

    private final String attempt = UUID.randomUUID().toString();
    private final Set<Integer> stages = new HashSet<>();

    private final Set<String> silent = new TreeSet<>();
    private final Set<String> heard = new TreeSet<>();
    private final Set<String> gone = new TreeSet<>();
    private final Set<String> reasons = new TreeSet<>();
    private boolean fault;

    /** Marks the jobs that this thread starts from now on. */
    void mark(SparkContext context) {
        context.setLocalProperty(ATTEMPT, attempt);
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        if (attempt.equals(event.properties().getProperty(ATTEMPT))) {
            CollectionConverters.asJava(event.stageIds()).forEach(stage -> stages.add((Integer) stage));
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        if (!event.taskType().equals(WORKER) || !stages.contains(event.stageId())) {
            return;
        }
        switch (event.reason()) {
            case ExecutorLostFailure lost -> {
                gone.add(lost.execId());
                reasons.add("executor " + lost.execId() + " is gone");
            }
            case FetchFailed images -> reasons.add("images that Spark had dealt to an executor are gone with it");
            case ExceptionFailure failure -> failed(event.taskInfo().executorId(), failure);
            default -> {
                // Ended well; or Spark gave it up with the others, whether or not its executor still answers.
            }
        }
    }

    private void failed(String executor, ExceptionFailure failure) {
        heard.add(executor);
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

    /**
     * Ends the executors that others could not reach and that have not said anything themselves: they may hang.
     *
     * @return the executors on which nothing can be built any more, also if Spark still lists them
     */
    synchronized Set<String> replaceSilent(SparkContext context) {
        silent.removeAll(heard);
        silent.stream().filter(executor -> !gone.contains(executor)).forEach(executor -> {
            boolean unused = context.killAndReplaceExecutor(executor);
        });
        Set<String> lost = new TreeSet<>(gone);
        lost.addAll(silent);
        return lost;
    }
}
