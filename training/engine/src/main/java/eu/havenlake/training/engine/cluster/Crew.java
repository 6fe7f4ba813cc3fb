package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.settings.TrainingSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The executors of a training or evaluation: one worker on each.
 *
 * @param workers how many
 * @param threads compute threads of each
 * @param profile that lets a task take a whole executor; absent in local mode, which knows no profiles
 */
record Crew(int workers, int threads, Optional<ResourceProfile> profile) {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /**
     * Waits until the executors are there that the settings ask for, or as many as will do.
     *
     * @param expected how many to wait for where the settings name no number
     * @param lost ids of executors that are gone, although Spark may still list them
     * @throws HavenException if too few come, or Spark may change their number
     */
    static Crew muster(SparkContext context, TrainingSettings settings, int expected, Set<String> lost) {
        return context.isLocal() ? local(context, settings) : cluster(context, settings, expected, lost);
    }

    /** In local mode the one process is the executor. More workers than one then share its engine: for tests. */
    private static Crew local(SparkContext context, TrainingSettings settings) {
        int workers = Math.max(1, settings.workers().number());
        int slots =
                context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
        if (workers > slots) {
            throw new HavenException(
                    "Cannot begin with training.workers.number = %d: Spark's local mode has %d core(s). Use spark.master = local[%1$d], or fewer workers."
                            .formatted(workers, slots));
        }
        return new Crew(workers, threads(settings, Runtime.getRuntime().availableProcessors()), Optional.empty());
    }

    private static Crew cluster(SparkContext context, TrainingSettings settings, int expected, Set<String> lost) {
        refuseDynamicAllocation(context);
        int wanted = settings.workers().number() > 0 ? settings.workers().number() : wanted(context, expected);
        List<ExecutorSummary> executors = await(context, settings, wanted, lost);
        if (executors.size() < settings.workers().least()) {
            throw new HavenException(
                    "Cannot begin: %d of %d executors after %d s, and training.workers.least = %d. Start more executors (spark.executor.instances or spark.cores.max), or set a smaller number."
                            .formatted(
                                    executors.size(),
                                    wanted,
                                    settings.workers().patience(),
                                    settings.workers().least()));
        }
        int cores =
                executors.stream().mapToInt(ExecutorSummary::totalCores).min().orElseThrow();
        ResourceProfile wholeExecutor = new ResourceProfileBuilder()
                .require(new TaskResourceRequests().cpus(cores))
                .build();
        context.resourceProfileManager().addResourceProfile(wholeExecutor);
        int most = settings.workers().number() > 0 ? wanted : executors.size();
        return new Crew(Math.min(most, executors.size()), threads(settings, cores), Optional.of(wholeExecutor));
    }

    /** The rows, where their partitions are to be worked on by a whole executor each. */
    <T> RDD<T> placed(RDD<T> rows) {
        return profile.map(rows::withResources).orElse(rows);
    }

    private static int threads(TrainingSettings settings, int cores) {
        return settings.threads() > 0 ? settings.threads() : cores;
    }

    private static int wanted(SparkContext context, int expected) {
        int instances = context.conf().getInt("spark.executor.instances", 1);
        return Math.max(expected, instances);
    }

    private static List<ExecutorSummary> await(
            SparkContext context, TrainingSettings settings, int wanted, Set<String> lost) {
        long end = System.nanoTime()
                + Duration.ofSeconds(settings.workers().patience()).toNanos();
        List<ExecutorSummary> executors = executors(context, lost);
        while (executors.size() < wanted && System.nanoTime() < end) {
            pause();
            executors = executors(context, lost);
        }
        return executors;
    }

    private static List<ExecutorSummary> executors(SparkContext context, Set<String> lost) {
        return CollectionConverters.asJava(context.statusStore().executorList(true)).stream()
                .filter(executor -> !executor.id().equals("driver") && !lost.contains(executor.id()))
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HavenException("Cannot wait for executors: the command was interrupted.", e);
        }
    }

    private static void refuseDynamicAllocation(SparkContext context) {
        if (context.conf().getBoolean("spark.dynamicAllocation.enabled", false)) {
            throw new HavenException(
                    "Cannot begin with spark.dynamicAllocation.enabled = true: workers take whole executors, those of a training all at once, and Spark starts no such stage while it may change their number (SPARK-24942). Set spark.dynamicAllocation.enabled = false and spark.executor.instances to the number of workers.");
        }
    }
}
