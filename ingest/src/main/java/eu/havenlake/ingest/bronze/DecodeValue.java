package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.bronze.RecordDecoder.Decoded;
import eu.havenlake.ingest.contract.Topic;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;

/**
 * The value of a Kafka record → the columns of bronze from {@code raw} on: the fields of the contract, or the value as it
 * came and a problem. It takes the value alone, so that Spark moves the rest of a record without unpacking it.
 */
final class DecodeValue implements UDF1<byte[], Row> {
    private static final long serialVersionUID = 1L;
    private static final int RAW = 0;
    private static final int FINGERPRINT = 1;
    private static final int FIELDS = 2;

    private final RecordDecoder decoder;
    private final StructType columns;
    private final int problem;

    DecodeValue(Topic topic, RecordDecoder decoder) {
        StructType bronze = topic.bronze().schema();
        this.decoder = decoder;
        this.columns = new StructType(Arrays.copyOfRange(bronze.fields(), bronze.fieldIndex("raw"), bronze.length()));
        this.problem = columns.fieldIndex("problem");
    }

    /** What it gives. */
    StructType columns() {
        return columns;
    }

    @Override
    public Row call(byte[] value) {
        Object[] row = new Object[columns.length()];
        switch (decoder.decode(value)) {
            case Decoded.Fields fields -> {
                row[FINGERPRINT] = fields.fingerprint();
                for (int i = 0; i < fields.values().size(); i++) {
                    row[FIELDS + i] = fields.values().get(i);
                }
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
