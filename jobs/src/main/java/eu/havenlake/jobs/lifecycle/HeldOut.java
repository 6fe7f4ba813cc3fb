package eu.havenlake.jobs.lifecycle;

import static eu.havenlake.lake.table.ColumnType.DOUBLES;
import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static org.apache.spark.sql.functions.col;

import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.jobs.report.ReportData.Sample;
import eu.havenlake.jobs.report.Samples;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.registry.ModelCard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the newest model of a study answered about the images that were held out from it.
 *
 * @param lake everything in the home
 */
record HeldOut(Lake lake) {
    /** One row per held-out image. */
    static final Table PREDICTION = Table.gold(
                    "prediction", Category.IMAGING, "Answers of the study's newest model about held-out images")
            .column("donor", STRING, "Pseudonym of the donor", pseudonym(), notNull())
            .column("dataset", STRING, "Data set the image came with", keep())
            .column("basis", STRING, "Legal basis of the data set; null where the donor's consent decides", keep())
            .column("image", STRING, "SHA-256 of the file", keep(), notNull())
            .column("label", INT, "Number of the true class", keep(), notNull())
            .column("probabilities", DOUBLES, "Probability of each class", keep(), notNull());

    private static final int SHOWN = 12;
    private static final StructType ANSWER = new StructType()
            .add("image", DataTypes.StringType)
            .add("donor", DataTypes.StringType)
            .add("label", DataTypes.IntegerType)
            .add("probabilities", DataTypes.createArrayType(DataTypes.DoubleType));

    /** Keeps the answers of a training in the place of the last one's. */
    static void store(StudyLake lake, List<Prediction> predictions) {
        Dataset<Row> tensors =
                lake.read(ImageTensors.IMAGE_TENSOR.of(lake.study().id()));
        SparkSession spark = tensors.sparkSession();
        List<Row> rows = predictions.stream()
                .map(p -> RowFactory.create(
                        p.image(), p.donor(), p.label(), p.probabilities().toArray(Double[]::new)))
                .toList();
        Dataset<Row> rights = tensors.select("donor", "image", "dataset", "basis");
        lake.replace(
                PREDICTION.of(lake.study().id()),
                spark.createDataFrame(rows, ANSWER).join(rights, new String[] {"donor", "image"}));
    }

    /** Some answers of a model with their images. */
    List<Sample> samples(ModelCard card) {
        List<Prediction> chosen = Samples.choose(
                lake.read(PREDICTION.of(card.name())).collectAsList().stream()
                        .map(HeldOut::prediction)
                        .toList(),
                SHOWN);
        return Samples.of(chosen, card.classes(), pixels(card, chosen));
    }

    private Map<String, Samples.Pixels> pixels(ModelCard card, List<Prediction> chosen) {
        Map<String, Samples.Pixels> pixels = new HashMap<>();
        lake.read(ImageTensors.IMAGE_TENSOR.of(card.name()))
                .where(col("image").isin(chosen.stream().map(Prediction::image).toArray()))
                .select("image", "width", "height", "channels", "pixels")
                .collectAsList()
                .forEach(row -> pixels.put(
                        row.getString(0),
                        new Samples.Pixels(row.getInt(1), row.getInt(2), row.getInt(3), row.getAs(4))));
        return pixels;
    }

    private static Prediction prediction(Row row) {
        return new Prediction(
                row.getAs("image"),
                row.getAs("donor"),
                row.<Integer>getAs("label"),
                row.getList(row.fieldIndex("probabilities")));
    }
}
