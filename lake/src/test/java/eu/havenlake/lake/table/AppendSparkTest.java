package eu.havenlake.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that are added with the place that they bring their source to. */
@ExtendWith(SparkExtension.class)
class AppendSparkTest {
    private static final Table LETTER = Table.bronze("letter", "Letters as they came")
            .column("offset", ColumnType.LONG, "Offset")
            .column("text", ColumnType.STRING, "Text", Traits.notNull())
            .key("offset");

    private static void add(Lake lake, OptionalLong from, long to, Function<List<JsonNode>, String> seal) {
        lake.append(
                LETTER,
                Rows.of(lake.session(), LETTER, "offset | text\n%d | a".formatted(to - 1)),
                Map.of("box", new Move(from, to)),
                seal);
    }

    private static void add(Lake lake, OptionalLong from, long to) {
        add(lake, from, to, files -> "to " + to);
    }

    private static List<String> offsets(Lake lake) {
        return Rows.text(lake.read(LETTER), "offset");
    }

    @Test
    void tableKnowsHowFarEachApplicationBroughtIt(Lake lake) {
        assertThat(lake.reached(LETTER, List.of("box"))).isEmpty();
        add(lake, OptionalLong.empty(), 5);
        add(lake, OptionalLong.of(5), 9);
        assertThat(lake.reached(LETTER, List.of("box", "letter box"))).isEqualTo(Map.of("box", 9L));
        assertThat(offsets(lake)).containsExactlyInAnyOrder("4", "8");
    }

    @Test
    void whatWasAddedAlreadyIsNotAddedAgain(Lake lake) {
        add(lake, OptionalLong.empty(), 5);
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> add(lake, OptionalLong.empty(), 5))
                .withMessageContaining("bronze.letter: it has box up to 5 already")
                .withMessageContaining("run the command again");
        assertThat(offsets(lake)).containsExactly("4");
    }

    @Test
    void ofTwoThatMeetOneAdds(Lake lake) {
        add(lake, OptionalLong.empty(), 1);
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> add(lake, OptionalLong.of(1), 7, files -> {
                    CompletableFuture.runAsync(() -> add(lake, OptionalLong.of(1), 4))
                            .join();
                    return "slow";
                }))
                .withMessageContaining("at this moment");
        assertThat(offsets(lake)).containsExactlyInAnyOrder("0", "3");
    }

    @Test
    void sealSeesTheFilesAndMayRefuseThem(Lake lake) {
        assertThatExceptionOfType(HavenException.class)
                .isThrownBy(() -> add(lake, OptionalLong.empty(), 5, files -> {
                    assertThat(files.getFirst().path("numRecords").asLong()).isEqualTo(1);
                    throw new HavenException("no");
                }));
        assertThat(offsets(lake)).isEmpty();
        assertThat(lake.reached(LETTER, List.of("box"))).isEmpty();
    }

    @Test
    void rowThatBreaksARuleIsRefusedHereToo(Lake lake) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> lake.append(
                        LETTER,
                        Rows.of(lake.session(), LETTER, "offset | text\n1 |"),
                        Map.of("box", new Move(OptionalLong.empty(), 2)),
                        files -> ""));
        assertThat(offsets(lake)).isEmpty();
    }

    @Test
    void commitsOfThisKindAreToldWithTheirFilesAndOthersAreNot(Lake lake) {
        add(lake, OptionalLong.empty(), 5);
        lake.append(LETTER, Rows.of(lake.session(), LETTER, "offset | text\n99 | b"));
        add(lake, OptionalLong.of(5), 9);
        List<Appended> all = lake.appended(LETTER, -1);
        assertThat(all).extracting(Appended::note).containsExactly("to 5", "to 9");
        assertThat(all.getFirst().reached()).isEqualTo(Map.of("box", 5L));
        assertThat(all.getFirst().files())
                .extracting(file -> file.at("/maxValues/offset").asLong())
                .containsExactly(4L);
        assertThat(lake.appended(LETTER, all.getFirst().version()))
                .extracting(Appended::version)
                .containsExactly(all.getLast().version());
        assertThat(lake.appended(LETTER, all.getLast().version())).isEmpty();
    }
}
