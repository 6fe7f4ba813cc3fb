package eu.havenlake.jobs.lifecycle;

import static eu.havenlake.lake.table.ColumnType.INT;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static eu.havenlake.lake.table.Traits.keep;
import static eu.havenlake.lake.table.Traits.notNull;
import static eu.havenlake.lake.table.Traits.pseudonym;
import static org.apache.spark.sql.functions.lit;

import eu.havenlake.features.image.ImageTensors;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;
import eu.havenlake.training.engine.registry.ModelCard;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which images the models of a study have had, so that none is judged by what it knows. */
final class Learnt {
    /** One row per image and version of the study's model. */
    static final Table LEARNT = Table.gold(
                    "learnt",
                    Category.IMAGING,
                    "Images that the study's models had when they were trained, those held out among them")
            .column("donor", STRING, "Pseudonym of the donor", pseudonym(), notNull())
            .column("dataset", STRING, "Data set the image came with", keep())
            .column("basis", STRING, "Legal basis of the data set; null where the donor's consent decides", keep())
            .column("image", STRING, "SHA-256 of the file", keep(), notNull())
            .column("model", INT, "Version of the study's model", keep(), notNull());

    private Learnt() {}

    /** Adds the study's present tensors as those of a model. Rows of donors who have withdrawn do not stay. */
    static void store(StudyLake lake, ModelCard card) {
        Table learnt = LEARNT.of(lake.study().id());
        Dataset<Row> tensors =
                lake.read(ImageTensors.IMAGE_TENSOR.of(lake.study().id()));
        lake.replace(
                learnt,
                lake.read(learnt)
                        .unionByName(tensors.select("donor", "dataset", "basis", "image")
                                .withColumn("model", lit(card.version()))));
    }
}
