package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.worker.EpochRecord;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What runs in each task of the barrier stage. Epochs go to the driver through an accumulator, which executors send with
 * their heartbeats; the first worker speaks for all.
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
        Meeting meeting = new Meeting(BarrierTaskContext.get(), plan.workers());
        Outcome outcome = new Worker(plan, meeting, this::heard).run(CollectionConverters.asJava(rows));
        return CollectionConverters.asScala(List.of(outcome).iterator());
    }

    private void heard(EpochRecord epoch) {
        if (BarrierTaskContext.get().partitionId() == 0) {
            epochs.add(epoch);
        }
    }
}
