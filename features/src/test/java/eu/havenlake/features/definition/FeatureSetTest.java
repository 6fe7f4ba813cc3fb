package eu.havenlake.features.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.Table;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FeatureSetTest {
    private static final FeatureSet SET = FeatureSet.unplannedCare();

    private static Feature feature(String name, int days) {
        return new Feature(name, "Meaning", "", Source.ENCOUNTER, List.of(), "", days, Statistic.COUNT);
    }

    @Test
    void everyFeatureIsAColumnOfOneTable() {
        Table clinical = FeatureTables.donorFeatures(SET);
        Table wearable = FeatureTables.donorWearableFeatures(SET);
        assertThat(SET.features())
                .allSatisfy(feature -> assertThat(clinical.has(feature.name()))
                        .as(feature.name())
                        .isNotEqualTo(wearable.has(feature.name())));
    }

    @Test
    void wearableFeaturesLieInATableOfTheirCategory() {
        assertThat(FeatureTables.donorWearableFeatures(SET).category()).contains(Category.WEARABLE);
        assertThat(FeatureTables.donorWearableFeatures(SET).has("steps_per_day"))
                .isTrue();
        assertThat(FeatureTables.donorFeatures(SET).has("steps_per_day")).isFalse();
    }

    @Test
    void noFeatureTableShowsADateOnTheDonorsTimeline() {
        assertThat(FeatureTables.donorFeatures(SET).columnNames()).doesNotContain("index_date");
    }

    @Test
    void definitionSaysWhatAColumnMeans() {
        Row systolic = FeatureTables.definitions(SET).stream()
                .filter(row -> row.getString(0).equals("systolic_slope"))
                .findFirst()
                .orElseThrow();
        assertThat(systolic.getString(2)).isEqualTo("(mm[Hg])/a");
        assertThat((String[]) systolic.get(4)).containsExactly("8480-6");
        assertThat(systolic.getString(7)).isEqualTo("slope");
        assertThat(FeatureTables.definitions(SET)).hasSameSizeAs(SET.features());
    }

    @Test
    void twoFeaturesOfOneNameAreRefused() {
        assertThatThrownBy(() -> new FeatureSet(List.of(feature("a", 1), feature("a", 2))))
                .hasMessageContaining("Two features are called a");
    }

    @Test
    void featureThatLooksAheadIsRefused() {
        assertThatThrownBy(() -> feature("a", -1)).hasMessageContaining("cannot look back -1 days");
        assertThatThrownBy(() -> feature("A b", 1)).hasMessageContaining("cannot name a feature");
    }
}
