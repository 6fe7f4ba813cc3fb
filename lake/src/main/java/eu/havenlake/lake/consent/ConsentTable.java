package eu.havenlake.lake.consent;

import static eu.havenlake.lake.table.ColumnType.BOOLEAN;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.STRINGS;
import static eu.havenlake.lake.table.ColumnType.TIMESTAMP;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.oneOf;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The decisions of all donors, and the questions that the lake asks them. */
public final class ConsentTable {
    /** One row per decision, under the donor's pseudonym. A decision of a whole data set ends its legal basis. */
    public static final Table CONSENT = Table.silver("consent", "Decisions of donors about the use of their data")
            .column(
                    "donor",
                    STRING,
                    "Pseudonym of the donor; of the data set where it is about a whole one",
                    pseudonym(),
                    notNull())
            .column("whole_dataset", BOOLEAN, "Whether it is about the legal basis of a whole data set", notNull())
            .column("decision", STRING, "grant or withdraw", notNull(), oneOf("grant", "withdraw"))
            .column("purposes", STRINGS, "Purposes it is about; none means all", notNull())
            .column("categories", STRINGS, "Categories it is about; none means all", notNull())
            .column("valid_from", TIMESTAMP, "When it begins to hold", notNull())
            .column("valid_until", TIMESTAMP, "When it ends to hold, exclusive; null means never")
            .key("partition", "offset");

    private ConsentTable() {}

    /** The pseudonyms of all donors who grant {@code purpose} for {@code category} at {@code now}: column donor. */
    static Dataset<Row> granting(Dataset<Row> consent, String purpose, Category category, Instant now) {
        return donors(consent, decisions -> ConsentState.of(decisions, purpose, category, now) == ConsentState.GRANTED);
    }

    /** The pseudonyms of all donors who grant anything at {@code now}: column donor. */
    static Dataset<Row> grantingAnything(Dataset<Row> consent, Instant now) {
        return donors(consent, decisions -> ConsentState.grantsAnything(decisions, now));
    }

    /**
     * The data sets whose legal basis has ended at {@code now}: column dataset. Of the decisions about the whole data
     * set that have begun, the last counts; a withdrawal that has run out counts no more, but a grant that has run out
     * ends the basis, as the end of a contract does.
     */
    static Dataset<Row> endedBases(Dataset<Row> consent, Instant now) {
        Column time = lit(Timestamp.from(now));
        Column over = coalesce(col("valid_until").leq(time), lit(false));
        Column withdraws = col("decision").equalTo("withdraw");
        return consent.where(col("whole_dataset").and(col("valid_from").leq(time)))
                .where(not(withdraws.and(over)))
                .groupBy("dataset")
                .agg(max_by(withdraws.or(over), struct("valid_from", "offset")).as("ended"))
                .where(col("ended"))
                .select("dataset");
    }

    private static Dataset<Row> donors(Dataset<Row> consent, SerializablePredicate allowed) {
        UDF1<Seq<Row>, Boolean> test = rows -> allowed.test(CollectionConverters.asJava(rows).stream()
                .map(ConsentTable::decision)
                .toList());
        return consent.where(not(col("whole_dataset")))
                .groupBy("donor")
                .agg(collect_list(struct("decision", "purposes", "categories", "valid_from", "valid_until", "offset"))
                        .as("decisions"))
                .where(udf(test, DataTypes.BooleanType).apply(col("decisions")))
                .select("donor");
    }

    private static Decision decision(Row row) {
        return new Decision(
                row.<String>getAs("decision").equals("grant"),
                Set.copyOf(row.<String>getList(1)),
                Set.copyOf(row.<String>getList(2)),
                row.<Timestamp>getAs("valid_from").toInstant(),
                Optional.ofNullable(row.<Timestamp>getAs("valid_until")).map(Timestamp::toInstant),
                row.<Long>getAs("offset"));
    }

    private interface SerializablePredicate extends Predicate<List<Decision>>, Serializable {}
}
