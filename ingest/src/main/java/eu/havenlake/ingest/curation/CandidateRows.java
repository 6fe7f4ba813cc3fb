package eu.havenlake.ingest.curation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Permitted bronze rows → candidate silver rows: the columns of the silver table, {@link #PROBLEM}, which says why
 * there is no row where there is none, and {@link #ROWS}.
 */
final class CandidateRows implements UDF1<Row, Row[]> {
    /** Column that tells why a record became no row. */
    static final String PROBLEM = "_problem";
    /** Column that tells how many rows the record became; 0 in the one that stands for a record that became none. */
    static final String ROWS = "_rows";
    /** Column of bronze rows that holds the donor's pseudonym. */
    static final String PSEUDONYM = "_pseudonym";

    private static final String RECORD = "_record";
    private static final long serialVersionUID = 1L;

    private final Curation.Reader reader;
    private final int columns;

    private CandidateRows(Curation.Reader reader, int columns) {
        this.reader = reader;
        this.columns = columns;
    }

    /**
     * The candidates that {@code permitted} rows of bronze hold. What all candidates of a record share is made before the
     * record is read, so that Spark copies their wide rows no more than it has to.
     */
    static Dataset<Row> of(Curation curation, Dataset<Row> permitted) {
        List<Column> known = new ArrayList<>(provenance(curation));
        known.add(col(PSEUDONYM).as(curation.silver().columnNames()[known.size()]));
        StructType read = read(curation.silver(), known.size());
        Column rows = udf(new CandidateRows(curation.reader(), read.size()), DataTypes.createArrayType(read, false))
                .apply(col(RECORD));
        List<Column> candidate = Stream.of(curation.silver().columnNames())
                .limit(known.size())
                .map(name -> col(name))
                .collect(Collectors.toCollection(ArrayList::new));
        known.add(struct(curation.reads().stream().map(name -> col(name)).toArray(Column[]::new))
                .as(RECORD));
        candidate.add(inline(rows));
        return permitted.select(known.toArray(Column[]::new)).select(candidate.toArray(Column[]::new));
    }

    /** What a reader tells: as the table has it, but everything may be null before it is judged. */
    private static StructType read(Table silver, int known) {
        var fields = silver.schema().asNullable().fields();
        return new StructType(Arrays.copyOfRange(fields, known, fields.length))
                .add(PROBLEM, DataTypes.StringType)
                .add(ROWS, DataTypes.IntegerType);
    }

    private static List<Column> provenance(Curation curation) {
        Table silver = curation.silver();
        int count = silver.columns().size() - silver.ownColumns().size();
        return silver.columns().subList(0, count).stream()
                .map(column -> provenance(curation.bronze(), column))
                .toList();
    }

    private static Column provenance(Table bronze, eu.havenlake.lake.table.Column column) {
        Column none = lit(null).cast(column.type().spark());
        Column told = bronze.has(column.name()) ? col(column.name()) : none;
        return switch (column.name()) {
            case Provenance.RECORDED -> col("timestamp").as(column.name());
            case Provenance.DATES_SHIFTED -> coalesce(told, lit(false)).as(column.name());
            default -> told.as(column.name());
        };
    }

    @Override
    public Row[] call(Row record) {
        List<Verdict> verdicts = verdicts(record);
        return verdicts.isEmpty()
                ? new Row[] {RowFactory.create(empty(0))}
                : verdicts.stream()
                        .map(verdict -> row(verdict, verdicts.size()))
                        .toArray(Row[]::new);
    }

    private List<Verdict> verdicts(Row record) {
        try {
            return reader.read(record);
        } catch (RuntimeException e) {
            return List.of(new Verdict.Quarantined("cannot be read: " + e));
        }
    }

    private Object[] empty(int rows) {
        Object[] row = new Object[columns];
        row[columns - 1] = rows;
        return row;
    }

    private Row row(Verdict verdict, int rows) {
        Object[] row = empty(rows);
        switch (verdict) {
            case Verdict.Accepted accepted -> fill(row, accepted.values());
            case Verdict.Quarantined quarantined -> row[columns - 2] = quarantined.reason();
        }
        return RowFactory.create(row);
    }

    private static void fill(Object[] row, List<Object> values) {
        if (values.size() != row.length - 2) {
            throw new IllegalStateException(
                    "A reader gives " + values.size() + " values for the " + (row.length - 2) + " columns after donor");
        }
        System.arraycopy(values.toArray(), 0, row, 0, values.size());
    }
}
