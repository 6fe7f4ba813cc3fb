package eu.havenlake.lake.quality;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import eu.havenlake.lake.table.SparkRows;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * How many judged rows meet some conditions, and how many break each rule.
 *
 * <p>They are counted by a loop over the bits that a row has: a sum for every rule would have Spark compile, and each row
 * pass, as many expressions as there are rules, of which hardly any is ever true.
 *
 * @param met rows by condition
 * @param broken rows by rule, in the order of {@link Verdicts#names()}
 */
public record Totals(List<Long> met, List<Long> broken) {
    /** Counts rows that have the column {@link Verdicts#BROKEN}; a condition that is null is not met. */
    static Totals of(Dataset<Row> judged, int rules, Column... conditions) {
        Column[] columns = Stream.concat(
                        Stream.of(col(Verdicts.BROKEN)),
                        Arrays.stream(conditions).map(condition -> coalesce(condition, lit(false))))
                .toArray(Column[]::new);
        int others = conditions.length;
        long[] counts = SparkRows.of(judged.select(columns))
                .mapPartitions(rows -> List.of(count(rows, others, rules)).iterator())
                .fold(new long[others + rules], Totals::sum);
        List<Long> all = LongStream.of(counts).boxed().toList();
        return new Totals(all.subList(0, others), all.subList(others, all.size()));
    }

    private static long[] count(Iterator<InternalRow> rows, int conditions, int rules) {
        long[] counts = new long[conditions + rules];
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            for (int i = 0; i < conditions; i++) {
                counts[i] += row.getBoolean(1 + i) ? 1 : 0;
            }
            for (long left = row.getLong(0); left != 0; left &= left - 1) {
                counts[conditions + Long.numberOfTrailingZeros(left)]++;
            }
        }
        return counts;
    }

    private static long[] sum(long[] one, long[] other) {
        long[] sum = one.clone();
        Arrays.setAll(sum, i -> one[i] + other[i]);
        return sum;
    }
}
