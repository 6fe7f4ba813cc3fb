package eu.havenlake.features.image;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.SparkExtension;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is taken from the table of images besides the images. */
@ExtendWith(SparkExtension.class)
class ImageTensorsSparkTest {

    @Test
    void labelsAreOfAColumnOrElseOfAnAttributeAndImagesWithoutOneAreLeftOut(SparkSession spark) {
        Dataset<Row> images = images(spark, "map('grade', '2')", "map()", "map('grade', '0')");
        assertThat(labelled(images, new ImageTensors.Columns("grade", "", List.of()), "sha256", "label"))
                .containsExactly("s0 2", "s2 0");
        assertThat(labelled(images, new ImageTensors.Columns("label", "", List.of()), "sha256", "label"))
                .containsExactly("s0 yes", "s1 yes", "s2 yes");
    }

    @Test
    void aWeightThatIsAskedForAndMissingIsNotTakenForAnyOtherImages(SparkSession spark) {
        Dataset<Row> images = images(spark, "map('w', '2.5')", "map()", "map('w', 'heavy')");
        assertThat(labelled(images, new ImageTensors.Columns("label", "w", List.of()), "sha256", "weight"))
                .containsExactly("s0 2.5", "s1 NaN", "s2 NaN");
        assertThat(labelled(images, new ImageTensors.Columns("label", "", List.of()), "sha256", "weight"))
                .containsExactly("s0 null", "s1 null", "s2 null");
    }

    @Test
    void agesAreGroupedInBandsAndWhatIsNotKnownIsInNoGroup(SparkSession spark) {
        Dataset<Row> images =
                images(spark, "map('age', '59.9', 'sex', 'female')", "map('age', 'old')", "map('age', '60')");
        assertThat(labelled(images, new ImageTensors.Columns("label", "", List.of("sex", "age")), "groups"))
                .containsExactly("Map(sex -> female, age -> 40 to 59)", "Map()", "Map(age -> 60 to 79)");
    }

    @Test
    void patientsSayWhatImagesDoNot(SparkSession spark) {
        Dataset<Row> images = images(spark, "map()", "map('sex', 'other')", "map()")
                .withColumn("acquired", lit("2025-03-01").cast("timestamp"));
        Dataset<Row> patients = spark.sql("SELECT 'd0' AS donor, 'female' AS gender, DATE'1960-01-01' AS birth_date"
                + " UNION ALL SELECT 'd1', 'male', DATE'1990-01-01'");
        assertThat(labelled(
                        ImageTensors.withPatients(images, patients),
                        new ImageTensors.Columns("label", "", List.of("sex", "age")),
                        "sha256",
                        "donor",
                        "groups"))
                .containsExactly(
                        "s0 d0 Map(sex -> female, age -> 60 to 79)",
                        "s1 d1 Map(sex -> other, age -> 20 to 39)",
                        "s2 d2 Map()");
    }

    private static List<String> labelled(Dataset<Row> images, ImageTensors.Columns columns, String... shown) {
        return ImageTensors.labelled(images, columns).orderBy("sha256").collectAsList().stream()
                .map(row -> Stream.of(shown)
                        .map(name -> String.valueOf((Object) row.getAs(name)))
                        .reduce((a, b) -> a + " " + b)
                        .orElseThrow())
                .toList();
    }

    private static Dataset<Row> images(SparkSession spark, String... attributes) {
        String rows = Stream.iterate(0, i -> i < attributes.length, i -> i + 1)
                .map(i ->
                        "SELECT 'd%1$d' AS donor, 'set' AS dataset, NULL AS basis, true AS donor_named, 's%1$d' AS sha256, 'u' AS uri, 'yes' AS label, 'image/png' AS media_type, CAST(%2$s AS map<string,string>) AS attributes"
                                .formatted(i, attributes[i]))
                .reduce((a, b) -> a + " UNION ALL " + b)
                .orElseThrow();
        return spark.sql(rows);
    }
}
