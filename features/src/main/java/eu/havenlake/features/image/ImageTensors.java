package eu.havenlake.features.image;

import static eu.havenlake.lake.table.ColumnType.BINARY;
import static eu.havenlake.lake.table.ColumnType.BOOLEAN;
import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.ColumnType.STRING_MAP;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.year;

import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.objects.ObjectStore;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.silver.EhrTables;
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
import java.util.Set;
import java.util.stream.Stream;
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
            .column("weight", DOUBLE, "How much the image counts in a model's loss; null = as any other", keep())
            .column("groups", STRING_MAP, "What parts donors when a model is judged, such as sex, by name", keep())
            .column("cluster", STRING, "First image of its cluster of near duplicates", keep(), notNull())
            .column("width", INT, "Columns of the tensor", keep())
            .column("height", INT, "Rows of the tensor", keep())
            .column("channels", INT, "3 for colour, 1 for grey", keep())
            .column("pixels", BINARY, "Unsigned bytes, a plane for each channel, row by row", keep(), notNull());

    private static final String HASH = "hash";
    private static final int AGE_BAND = 20;
    private static final Set<String> OF_PATIENTS = Set.of("sex", "age");

    private ImageTensors() {}

    /**
     * Makes the study's table of tensors anew.
     *
     * @param objects root of the object store
     * @param columns what is taken from the images' table besides the images
     */
    public static Outcome build(StudyLake lake, URI objects, ImageSettings settings, Columns columns) {
        Table gold = IMAGE_TENSOR.of(lake.study().id());
        Dataset<Row> images = labelled(images(lake, columns), columns);
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

    /** Who a donor is, is read only where it is asked for, and where the study may read it. */
    private static Dataset<Row> images(StudyLake lake, Columns columns) {
        boolean asked = columns.subgroups().stream().anyMatch(OF_PATIENTS::contains);
        if (!asked || !lake.study().categories().contains(Category.CLINICAL)) {
            return lake.read(ImagingTables.IMAGE_INSTANCE);
        }
        List<Dataset<Row>> read = lake.readAll(List.of(ImagingTables.IMAGE_INSTANCE, EhrTables.PATIENT));
        return withPatients(read.get(0), read.get(1));
    }

    /** Images with the columns sex and age, of their own attributes or else of the patients' table. */
    static Dataset<Row> withPatients(Dataset<Row> images, Dataset<Row> patients) {
        Dataset<Row> known = patients.groupBy("donor")
                .agg(max("gender").as("gender"), max("birth_date").as("born"));
        Column age = year(col("acquired")).minus(year(col("born"))).cast("string");
        return images.join(known, images.col("donor").equalTo(known.col("donor")), "left")
                .drop(known.col("donor"))
                .withColumn("sex", coalesce(col("attributes").getItem("sex"), col("gender")))
                .withColumn("age", coalesce(col("attributes").getItem("age"), age));
    }

    /**
     * Columns of {@code silver.image_instance}, or names of attributes there.
     *
     * @param target the label
     * @param sampleWeight weight of an image in the loss; empty = all weigh the same
     * @param subgroups what parts the donors when a model is judged; {@code age} in bands of 20 years. Where the images do
     *     not say {@code sex} and {@code age}, {@code silver.patient} does, if the study may read clinical data
     */
    public record Columns(String target, String sampleWeight, List<String> subgroups) {}

    static Dataset<Row> labelled(Dataset<Row> images, Columns columns) {
        return images.withColumn("label", value(images, columns.target()).cast("string"))
                .withColumn("groups", groups(images, columns.subgroups()))
                .withColumn("weight", weight(images, columns.sampleWeight()))
                .where(col("label").isNotNull().and(col("media_type").startsWith("image/")))
                .select("donor", "dataset", "basis", "donor_named", "sha256", "uri", "label", "weight", "groups");
    }

    /** Where a weight was asked for and there is none, not a number: it is not to be taken for any other image's. */
    private static Column weight(Dataset<Row> images, String name) {
        return name.isBlank()
                ? lit(null).cast("double")
                : coalesce(value(images, name).try_cast("double"), lit(Double.NaN));
    }

    /** Values that are not there are left out. */
    private static Column groups(Dataset<Row> images, List<String> names) {
        Column[] pairs = names.stream()
                .flatMap(name -> Stream.of(lit(name), group(value(images, name), name)))
                .toArray(Column[]::new);
        return names.isEmpty()
                ? lit(null).cast("map<string,string>")
                : map_filter(map(pairs), (name, value) -> value.isNotNull());
    }

    private static Column group(Column value, String name) {
        Column from = floor(value.try_cast("double").divide(AGE_BAND)).multiply(AGE_BAND);
        return name.equals("age")
                ? concat(
                        from.cast("string"),
                        lit(" to "),
                        from.plus(AGE_BAND - 1).cast("string"))
                : value.cast("string");
    }

    /** A column of that name, or else an attribute. */
    private static Column value(Dataset<Row> images, String name) {
        return List.of(images.columns()).contains(name)
                ? col(name)
                : col("attributes").getItem(name);
    }

    static Dataset<Row> tensors(Dataset<Row> images, URI objects, ImageSettings settings) {
        StructType schema = new StructType()
                .add("donor", DataTypes.StringType)
                .add("dataset", DataTypes.StringType)
                .add("basis", DataTypes.StringType)
                .add("donor_named", DataTypes.BooleanType)
                .add("image", DataTypes.StringType)
                .add("label", DataTypes.StringType)
                .add("weight", DataTypes.DoubleType)
                .add("groups", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))
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
                        image.getAs("weight"),
                        image.getAs("groups"),
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
