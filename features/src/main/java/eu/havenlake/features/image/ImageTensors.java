package eu.havenlake.features.image;

import static eu.havenlake.lake.table.ColumnType.BINARY;
import static eu.havenlake.lake.table.ColumnType.BOOLEAN;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static org.apache.spark.sql.functions.col;

import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.objects.ObjectStore;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.silver.ImagingTables;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Labelled images of a study → tensors of one size, with the cluster of near duplicates that each belongs to. */
public final class ImageTensors {
    /** One row per labelled image that the study may see. */
    public static final Table IMAGE_TENSOR = Table.gold(
                    "image_tensor", Category.IMAGING, "Images of the study, decoded, cropped and resized")
            .column("donor", STRING, "Pseudonym of the donor", pseudonym(), notNull())
            .column("dataset", STRING, "Data set the image came with", keep())
            .column("basis", STRING, "Legal basis of the data set; null where the donor's consent decides", keep())
            .column("donor_named", BOOLEAN, "Whether the source says whose image it is", keep())
            .column("image", STRING, "SHA-256 of the file", keep(), notNull())
            .column("label", STRING, "Class of the image", keep(), notNull())
            .column("cluster", STRING, "First image of its cluster of near duplicates", keep(), notNull())
            .column("width", INT, "Columns of the tensor", keep())
            .column("height", INT, "Rows of the tensor", keep())
            .column("channels", INT, "3 for colour, 1 for grey", keep())
            .column("pixels", BINARY, "Unsigned bytes, a plane for each channel, row by row", keep(), notNull());

    private static final String HASH = "hash";

    private ImageTensors() {}

    /**
     * Makes the study's table of tensors anew.
     *
     * @param objects root of the object store
     * @param target column of {@code silver.image_instance} that is the label, or the name of an attribute
     */
    public static Outcome build(StudyLake lake, URI objects, ImageSettings settings, String target) {
        Table gold = IMAGE_TENSOR.of(lake.study().id());
        Dataset<Row> images = labelled(lake.read(ImagingTables.IMAGE_INSTANCE), target);
        Dataset<Row> tensors = tensors(images, objects, settings).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Dataset<Row> clustered = clustered(tensors);
            lake.replace(gold, clustered);
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("images", tensors.count());
            counts.put("donors", tensors.select("donor").distinct().count());
            counts.put("clusters", lake.read(gold).select("cluster").distinct().count());
            return new Outcome(
                    Map.of(ImagingTables.IMAGE_INSTANCE.qualifiedName(), lake.version(ImagingTables.IMAGE_INSTANCE)),
                    Map.of(gold.qualifiedName(), lake.version(gold)),
                    counts);
        } finally {
            tensors.unpersist();
        }
    }

    static Dataset<Row> labelled(Dataset<Row> images, String target) {
        Column label = List.of(images.columns()).contains(target)
                ? col(target)
                : col("attributes").getItem(target);
        return images.withColumn("label", label.cast("string"))
                .where(col("label").isNotNull().and(col("media_type").startsWith("image/")))
                .select("donor", "dataset", "basis", "donor_named", "sha256", "uri", "label");
    }

    static Dataset<Row> tensors(Dataset<Row> images, URI objects, ImageSettings settings) {
        StructType schema = new StructType()
                .add("donor", DataTypes.StringType)
                .add("dataset", DataTypes.StringType)
                .add("basis", DataTypes.StringType)
                .add("donor_named", DataTypes.BooleanType)
                .add("image", DataTypes.StringType)
                .add("label", DataTypes.StringType)
                .add("width", DataTypes.IntegerType)
                .add("height", DataTypes.IntegerType)
                .add("channels", DataTypes.IntegerType)
                .add("pixels", DataTypes.BinaryType)
                .add(HASH, DataTypes.createArrayType(DataTypes.LongType));
        int partitions = images.sparkSession().sparkContext().defaultParallelism();
        return images.repartition(partitions).mapPartitions(new Decode(objects, settings), Encoders.row(schema));
    }

    private record Decode(URI objects, ImageSettings settings)
            implements MapPartitionsFunction<Row, Row>, Serializable {
        @Override
        public Iterator<Row> call(Iterator<Row> images) {
            ObjectStore store = ObjectStore.open(objects, new Configuration());
            List<Row> tensors = new ArrayList<>();
            images.forEachRemaining(image -> tensors.add(tensor(image, store)));
            return tensors.iterator();
        }

        private Row tensor(Row image, ObjectStore store) {
            try {
                Tensor tensor = Tensor.of(store.read(image.getAs("uri")), settings);
                return RowFactory.create(
                        image.getAs("donor"),
                        image.getAs("dataset"),
                        image.getAs("basis"),
                        image.getAs("donor_named"),
                        image.getAs("sha256"),
                        image.getAs("label"),
                        settings.size(),
                        settings.size(),
                        settings.channels(),
                        tensor.pixels(),
                        tensor.hash().bits());
            } catch (IOException e) {
                throw new UncheckedIOException("object " + image.getAs("uri") + " does not decode any more", e);
            }
        }
    }

    /** Each image once, with its cluster. The fingerprints of all images fit the driver: 32 bytes each. */
    static Dataset<Row> clustered(Dataset<Row> tensors) {
        List<Row> hashes = tensors.select("image", HASH)
                .dropDuplicates("image")
                .orderBy("image")
                .collectAsList();
        int[] clusters =
                NearDuplicates.clusters(hashes.stream().map(ImageTensors::hash).toList());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < clusters.length; i++) {
            rows.add(RowFactory.create(
                    hashes.get(i).getString(0), hashes.get(clusters[i]).getString(0)));
        }
        SparkSession spark = tensors.sparkSession();
        StructType schema = new StructType().add("image", DataTypes.StringType).add("cluster", DataTypes.StringType);
        return tensors.dropDuplicates("donor", "image").join(spark.createDataFrame(rows, schema), "image");
    }

    private static DifferenceHash hash(Row row) {
        return new DifferenceHash(
                row.<Long>getList(1).stream().mapToLong(Long::longValue).toArray());
    }
}
