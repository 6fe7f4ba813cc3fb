package eu.havenlake.lake.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows on their way into a table, in a transaction that was begun.
 *
 * @param transaction to be committed
 * @param rows with the columns of the table
 */
record Appending(OptimisticTransaction transaction, Dataset<Row> rows) {

    /** Writes the files and commits them; the version that they make. */
    long commit(Map<String, Move> moves, Function<List<JsonNode>, String> seal) {
        List<Action> actions =
                new ArrayList<>(CollectionConverters.asJava(transaction.writeFiles(rows, Option.empty())));
        String note = seal.apply(statistics(actions));
        long now = System.currentTimeMillis();
        moves.forEach((application, move) ->
                actions.add(SetTransaction.apply(application, move.to(), Option.apply((Object) now))));
        return transaction.commit(CollectionConverters.asScala(actions).toSeq(), operation(note));
    }

    /** Of each file that the actions add, what its writer says of it. */
    static List<JsonNode> statistics(List<Action> actions) {
        return actions.stream()
                .filter(AddFile.class::isInstance)
                .map(file -> Inventory.statistics(Optional.ofNullable(((AddFile) file).stats())))
                .toList();
    }

    private static DeltaOperations.Write operation(String note) {
        return new DeltaOperations.Write(
                SaveMode.Append,
                Option.empty(),
                Option.empty(),
                Option.apply(note),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }
}
