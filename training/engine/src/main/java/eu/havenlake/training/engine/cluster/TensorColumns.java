package eu.havenlake.training.engine.cluster;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.data.Pixels;
import eu.havenlake.training.engine.split.Item;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.spi.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of image tensors, as training reads it: {@code image} (id of the file), {@code donor} (pseudonym; no row more of the same two),
 * {@code label}, {@code weight} (in the loss; where it is missing, 1), {@code groups} (what parts donors in the
 * evaluation, by name; may be missing), {@code cluster} (of near duplicates; null = none), {@code width}, {@code height},
 * {@code channels} and {@code pixels} (unsigned bytes, a plane for each channel).
 */
final class TensorColumns {

    private static final List<String> DESCRIPTION =
            List.of("image", "donor", "label", "cluster", "width", "height", "channels");

    private static final String WEIGHT = "weight";
    private static final String GROUPS = "groups";

    private static final StructType SEATS = new StructType()
            .add("image", DataTypes.StringType)
            .add("donor", DataTypes.StringType)
            .add("part", DataTypes.StringType)
            .add("position", DataTypes.IntegerType)
            .add("worker", DataTypes.IntegerType);

    private TensorColumns() {}

    /** All but the pixels, which the driver needs to plan. */
    static List<Row> descriptions(Dataset<Row> tensors) {
        refuseMissing(tensors);
        boolean grouped = List.of(tensors.columns()).contains(GROUPS);
        Column groups = (grouped ? col(GROUPS) : lit(null)).cast("map<string,string>");
        return tensors.select(Stream.concat(described(), Stream.of(groups, weight(tensors)))
                        .toArray(Column[]::new))
                .collectAsList();
    }

    private static Column weight(Dataset<Row> tensors) {
        boolean weighted = List.of(tensors.columns()).contains(WEIGHT);
        return coalesce((weighted ? col(WEIGHT) : lit(null)).cast("float"), lit(1f))
                .as(WEIGHT);
    }

    /** By the id of an image, what parts the donors and the value for this one. */
    static Map<String, Map<String, String>> groups(List<Row> descriptions) {
        return descriptions.stream()
                .filter(row -> !row.isNullAt(7))
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getJavaMap(7), (one, same) -> one));
    }

    /** The rows of each worker in a partition of its own: {@code image, donor, label, pixels, weight, part, position}. */
    static Dataset<Row> dealt(Dataset<Row> tensors, List<Seat> seats, int workers) {
        List<Row> rows = seats.stream()
                .map(seat -> RowFactory.create(
                        seat.image(), seat.donor(), seat.part().name(), seat.position(), seat.worker()))
                .toList();
        Dataset<Row> seating = tensors.sparkSession().createDataFrame(rows, SEATS);
        return tensors.select(
                        col("image").cast("string"),
                        col("donor").cast("string"),
                        col("label").cast("string"),
                        col("pixels"),
                        weight(tensors))
                .join(broadcast(seating), new String[] {"image", "donor"})
                .repartitionById(workers, col("worker"))
                .drop("worker");
    }

    /** The rows in so many partitions, to be asked about: {@code image, donor, label, pixels}. */
    static Dataset<Row> asked(Dataset<Row> tensors, int partitions) {
        return tensors.select(
                        col("image").cast("string"),
                        col("donor").cast("string"),
                        col("label").cast("string"),
                        col("pixels"))
                .repartition(partitions);
    }

    static Part part(Row row) {
        return Part.valueOf(row.getString(5));
    }

    static Item item(Row row) {
        String image = row.getString(0);
        if (row.isNullAt(1) || row.isNullAt(2)) {
            throw new HavenException("Cannot use the tensors: image " + image + " has no "
                    + (row.isNullAt(2) ? "label" : "donor") + ". Leave such images out of the table of tensors.");
        }
        String cluster = row.isNullAt(3) ? "only " + image : row.getString(3);
        return new Item(image, row.getString(1), row.getString(2), cluster);
    }

    static void refuseEmpty(List<Row> descriptions) {
        if (descriptions.isEmpty()) {
            throw new HavenException("Cannot use the tensors: their table has no images."
                    + " Run haven features first, and check that donors consent to the purpose of the study.");
        }
    }

    /** A weight was asked for, and an image has none. */
    static void refuseUnweighted(List<Row> descriptions) {
        descriptions.stream()
                .filter(row -> !(row.getFloat(8) > 0 && row.getFloat(8) < Float.POSITIVE_INFINITY))
                .findFirst()
                .ifPresent(row -> {
                    throw new HavenException(
                            "Cannot train: image %s has no weight above 0. Give it one in the attribute that training.sample-weight names, or leave that setting empty; then run haven features again."
                                    .formatted(row.getString(0)));
                });
    }

    /** The one shape of all images. */
    static Shape shape(List<Row> descriptions) {
        List<Shape> shapes = descriptions.stream()
                .map(row -> new Shape(row.getInt(6), row.getInt(5), row.getInt(4)))
                .distinct()
                .limit(3)
                .toList();
        if (shapes.size() != 1) {
            throw new HavenException("Cannot use the tensors: the images have different shapes (" + shapes
                    + "). Make the tensors again with one size and one number of channels.");
        }
        return shapes.getFirst();
    }

    /**
     * An image.
     *
     * @param keep where its pixels are kept
     */
    static Images.Image image(Row row, Map<String, Integer> classes, Function<byte[], Pixels> keep) {
        return new Images.Image(
                row.getString(0),
                row.getString(1),
                classes.get(row.getString(2)),
                row.getFloat(4),
                row.getInt(6),
                keep.apply(row.<byte[]>getAs(3)));
    }

    private static Stream<Column> described() {
        Stream<Column> texts =
                DESCRIPTION.stream().limit(4).map(name -> col(name).cast("string"));
        Stream<Column> extents =
                DESCRIPTION.stream().skip(4).map(name -> col(name).cast("int"));
        return Stream.concat(texts, extents);
    }

    private static void refuseMissing(Dataset<Row> tensors) {
        List<String> present = Arrays.asList(tensors.columns());
        List<String> missing = Stream.concat(DESCRIPTION.stream(), Stream.of("pixels"))
                .filter(name -> !present.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new HavenException("Cannot use the tensors: their table has no column " + String.join(", ", missing)
                    + " (it has " + String.join(", ", present) + "). Run haven features first.");
        }
    }
}
