package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.worker.EpochRecord;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What runs in the one task of the barrier stage. Epochs go to the driver through an accumulator, which executors send
 * with their heartbeats.
 */
final class BarrierTask implements Function1<Iterator<Row>, Iterator<Outcome>>, Serializable {

    private static final long serialVersionUID = 1L;

    private final Plan plan;
    private final CollectionAccumulator<EpochRecord> epochs;

    BarrierTask(Plan plan, CollectionAccumulator<EpochRecord> epochs) {
        this.plan = plan;
        this.epochs = epochs;
    }

    @Override
    public Iterator<Outcome> apply(Iterator<Row> rows) {
        Outcome outcome = new Worker(plan, threads(), epochs::add).run(CollectionConverters.asJava(rows));
        return CollectionConverters.asScala(List.of(outcome).iterator());
    }

    /** As the settings say, else the cores of this executor, else (in local mode) those of the machine. */
    private int threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        int asked = plan.settings().threads();
        return asked > 0 ? asked : SparkEnv.get().conf().getInt("spark.executor.cores", cores);
    }
}
