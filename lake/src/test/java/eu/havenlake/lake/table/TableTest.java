package eu.havenlake.lake.table;

import static eu.havenlake.lake.table.ColumnType.DOUBLE;
import static eu.havenlake.lake.table.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table WEIGHT = Table.silver("weight", Category.WEARABLE, "Weights")
            .column("id", STRING, "Id", Traits.notNull())
            .column("note", STRING, "Note", new Rule(new Check.NotNull(), Rule.Action.EXPECT))
            .column("kg", DOUBLE, "Weight in kg");

    @Test
    void keyThatIsNoColumnIsRefused() {
        assertThatThrownBy(() -> WEIGHT.key("id", "day"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("silver.weight has no column day");
    }

    @Test
    void everyUseOfAColumnNeedsTheColumn() {
        assertThatThrownBy(() -> WEIGHT.newestBy("day")).hasMessageContaining("no column day");
        assertThatThrownBy(() -> WEIGHT.clusterBy("day")).hasMessageContaining("no column day");
        assertThatThrownBy(() -> WEIGHT.when("day")).hasMessageContaining("no column day");
    }

    @Test
    void sameColumnTwiceIsRefused() {
        assertThatThrownBy(() -> WEIGHT.column("kg", STRING, "Again"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("silver.weight declares kg twice");
        assertThatThrownBy(() -> WEIGHT.column(Provenance.BASIS, STRING, "Again"))
                .hasMessageContaining("declares basis twice");
    }

    @Test
    void columnNameIsSnakeCase() {
        assertThatThrownBy(() -> WEIGHT.column("bodyMass", DOUBLE, "Mass")).hasMessageContaining("bodyMass");
        assertThatThrownBy(() -> WEIGHT.column("1kg", DOUBLE, "Mass")).hasMessageContaining("1kg");
    }

    @Test
    void silverRowsSayWhereTheyCameFrom() {
        assertThat(WEIGHT.columnNames())
                .containsExactly(
                        "dataset", "basis", "dates_shifted", "recorded", "partition", "offset", "id", "note", "kg");
        assertThat(WEIGHT.ownColumns()).extracting(Column::name).containsExactly("id", "note", "kg");
    }

    @Test
    void onlyARuleThatGuardsForbidsNulls() {
        assertThat(WEIGHT.schema().apply("id").nullable()).isFalse();
        assertThat(WEIGHT.schema().apply("note").nullable()).isTrue();
        assertThat(WEIGHT.schema().apply("kg").nullable()).isTrue();
    }

    @Test
    void goldTableLivesInTheDatabaseOfItsStudy() {
        Table gold = Table.gold("weight", Category.WEARABLE, "Weights").of("hearts");
        assertThat(gold.qualifiedName()).isEqualTo("gold_hearts.weight");
        assertThat(gold.category()).contains(Category.WEARABLE);
    }

    @Test
    void declarationIsNotChangedByAnother() {
        WEIGHT.column("extra", STRING, "Extra");
        assertThat(WEIGHT.has("extra")).isFalse();
    }
}
