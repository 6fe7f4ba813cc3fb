package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.bronze.RecordDecoder.Decoded;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.table.Table;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Kafka records → bronze rows: coordinates, then the fields of the contract, or the value as it came and a problem. */
final class BronzeRows implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    /** topic, partition, offset, timestamp, key, headers; raw and fingerprint follow. */
    private static final int COORDINATES = 6;

    private static final int RAW = COORDINATES;
    private static final int FINGERPRINT = COORDINATES + 1;
    private static final int FIELDS = COORDINATES + 2;

    private final RecordDecoder decoder;
    private final int width;
    private final int problem;

    BronzeRows(Topic topic, RecordDecoder decoder) {
        Table table = topic.bronze();
        this.decoder = decoder;
        this.width = table.columns().size();
        this.problem = table.schema().fieldIndex("problem");
    }

    @Override
    public Iterator<Row> call(Iterator<Row> records) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Row next() {
                return bronze(records.next());
            }
        };
    }

    private Row bronze(Row record) {
        Object[] row = new Object[width];
        for (int i = 0; i < COORDINATES; i++) {
            row[i] = record.get(i);
        }
        byte[] value = record.getAs(COORDINATES);
        switch (decoder.decode(value)) {
            case Decoded.Fields fields -> {
                row[FINGERPRINT] = fields.fingerprint();
                System.arraycopy(
                        fields.values().toArray(),
                        0,
                        row,
                        FIELDS,
                        fields.values().size());
            }
            case Decoded.Undecodable undecodable -> {
                row[RAW] = value;
                row[FINGERPRINT] = undecodable.fingerprint().orElse(null);
                row[problem] = undecodable.problem();
            }
        }
        return RowFactory.create(row);
    }
}
