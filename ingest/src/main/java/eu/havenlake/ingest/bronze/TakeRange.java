package eu.havenlake.ingest.bronze;

import java.util.Iterator;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What a task does: a range of offsets → its rows of bronze, and a tally of the records that they were made of. Spark
 * takes the tally of one attempt of each task only.
 *
 * @param options how a client finds the cluster
 * @param row what becomes of a record
 * @param tallies where the tally goes when the range has been read
 */
record TakeRange(Map<String, String> options, BronzeRow row, CollectionAccumulator<Tally> tallies)
        implements FlatMapFunction<Iterator<OffsetRange>, InternalRow> {

    @Override
    public Iterator<InternalRow> call(Iterator<OffsetRange> ranges) {
        OffsetRange range = ranges.next();
        RangeReader reader = new RangeReader(range, options);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> reader.close());
        Tally tally = new Tally(range.partition());
        return new Iterator<>() {
            private boolean told;

            @Override
            public boolean hasNext() {
                boolean more = reader.hasNext();
                if (!more && !told) {
                    told = true;
                    tallies.add(tally);
                }
                return more;
            }

            @Override
            public InternalRow next() {
                var record = reader.next();
                tally.add(record);
                return row.call(record);
            }
        };
    }
}
