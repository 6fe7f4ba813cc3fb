package eu.havenlake.ingest.curation;

import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Table;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Permitted bronze rows → candidate silver rows: the columns of the silver table and {@link #PROBLEM}, which says why
 * there is no row where there is none.
 */
final class CandidateRows implements MapPartitionsFunction<Row, Row> {
    /** Column that tells why a record became no row. */
    static final String PROBLEM = "_problem";
    /** Column of bronze rows that holds the donor's pseudonym. */
    static final String PSEUDONYM = "_pseudonym";

    private static final long serialVersionUID = 1L;

    private final Curation.Reader reader;
    private final StructType schema;
    private final int provenance;

    CandidateRows(Curation curation) {
        this.reader = curation.reader();
        this.schema = schema(curation.silver());
        this.provenance = curation.silver().columns().size()
                - curation.silver().ownColumns().size();
    }

    /** The schema of candidates: as the table's, but everything may be null before it is judged. */
    static StructType schema(Table silver) {
        return silver.schema().asNullable().add(PROBLEM, DataTypes.StringType);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> records) {
        Iterable<Row> all = () -> records;
        return StreamSupport.stream(all.spliterator(), false)
                .flatMap(record -> verdicts(record).map(verdict -> candidate(record, verdict)))
                .iterator();
    }

    private Stream<Verdict> verdicts(Row record) {
        try {
            return reader.read(record).stream();
        } catch (RuntimeException e) {
            return Stream.of(new Verdict.Quarantined("cannot be read: " + e));
        }
    }

    private Row candidate(Row record, Verdict verdict) {
        Object[] row = new Object[schema.size()];
        for (int i = 0; i < provenance; i++) {
            row[i] = provenance(record, schema.fieldNames()[i]);
        }
        row[provenance] = record.getAs(PSEUDONYM);
        switch (verdict) {
            case Verdict.Accepted accepted -> fill(row, accepted.values());
            case Verdict.Quarantined quarantined -> row[row.length - 1] = quarantined.reason();
        }
        return RowFactory.create(row);
    }

    private void fill(Object[] row, List<Object> values) {
        if (values.size() != row.length - provenance - 2) {
            throw new IllegalStateException("A reader gives " + values.size() + " values for the "
                    + (row.length - provenance - 2) + " columns after donor");
        }
        System.arraycopy(values.toArray(), 0, row, provenance + 1, values.size());
    }

    private static Object provenance(Row record, String column) {
        return switch (column) {
            case Provenance.RECORDED -> record.getAs("timestamp");
            case Provenance.DATES_SHIFTED -> has(record, column) && record.<Boolean>getAs(column);
            default -> has(record, column) ? record.getAs(column) : null;
        };
    }

    private static boolean has(Row record, String column) {
        return List.of(record.schema().fieldNames()).contains(column);
    }
}
