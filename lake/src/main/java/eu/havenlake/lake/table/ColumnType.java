package eu.havenlake.lake.table;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The types a column of the lake may have. */
public enum ColumnType {
    STRING(DataTypes.StringType),
    BOOLEAN(DataTypes.BooleanType),
    INT(DataTypes.IntegerType),
    LONG(DataTypes.LongType),
    DOUBLE(DataTypes.DoubleType),
    DATE(DataTypes.DateType),
    TIMESTAMP(DataTypes.TimestampType),
    BINARY(DataTypes.BinaryType),
    STRINGS(DataTypes.createArrayType(DataTypes.StringType)),
    DOUBLES(DataTypes.createArrayType(DataTypes.DoubleType)),
    STRING_MAP(DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType)),
    LONG_MAP(DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType));

    private final DataType spark;

    ColumnType(DataType spark) {
        this.spark = spark;
    }

    /** The type as Spark names it. */
    public DataType spark() {
        return spark;
    }
}
