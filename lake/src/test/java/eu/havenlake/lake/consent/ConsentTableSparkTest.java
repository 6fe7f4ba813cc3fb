package eu.havenlake.lake.consent;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.fixture.Rows;
import eu.havenlake.lake.fixture.SparkExtension;
import eu.havenlake.lake.table.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ConsentTableSparkTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(5));

    private record Sent(String donor, Decision decision) {}

    /** Few days, purposes and categories, so that decisions often meet. */
    private static List<Sent> randomDecisions() {
        SplittableRandom random = new SplittableRandom(11);
        List<Sent> sent = new ArrayList<>();
        for (int order = 0; order < 240; order++) {
            Instant from = START.plus(Duration.ofDays(random.nextInt(8)));
            Optional<Instant> until = random.nextInt(3) == 0
                    ? Optional.of(from.plus(Duration.ofDays(1 + random.nextInt(4))))
                    : Optional.empty();
            sent.add(new Sent(
                    "d%02d".formatted(random.nextInt(60)),
                    new Decision(
                            random.nextBoolean(),
                            some(random, "care", "research"),
                            some(random, "imaging", "clinical"),
                            from,
                            until,
                            order)));
        }
        return sent;
    }

    private static Set<String> some(SplittableRandom random, String... words) {
        return Stream.of(words).filter(word -> random.nextInt(3) == 0).collect(Collectors.toSet());
    }

    private static Dataset<Row> table(SparkSession spark, List<Sent> sent) {
        return Rows.of(
                spark,
                ConsentTable.CONSENT,
                sent.stream()
                        .map(s -> String.join(
                                "|",
                                s.donor(),
                                "false",
                                s.decision().grants() ? "grant" : "withdraw",
                                String.join(",", s.decision().purposes()),
                                String.join(",", s.decision().categories()),
                                s.decision().from().toString(),
                                s.decision().until().map(Instant::toString).orElse(""),
                                String.valueOf(s.decision().order())))
                        .collect(Collectors.joining(
                                "\n",
                                "donor|whole_dataset|decision|purposes|categories|valid_from|valid_until|offset\n",
                                "")));
    }

    private static List<String> donors(List<Sent> sent, Predicate<List<Decision>> allowed) {
        Map<String, List<Decision>> byDonor =
                sent.stream().collect(groupingBy(Sent::donor, mapping(Sent::decision, toList())));
        return byDonor.entrySet().stream()
                .filter(entry -> allowed.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Test
    void tableAnswersAsThePlainFunctionDoes(SparkSession spark) {
        List<Sent> sent = randomDecisions();
        Dataset<Row> table = table(spark, sent);
        List<String> granting =
                donors(sent, d -> ConsentState.of(d, "care", Category.IMAGING, NOW) == ConsentState.GRANTED);
        assertThat(granting).hasSizeBetween(10, 50);
        assertThat(Rows.text(ConsentTable.granting(table, "care", Category.IMAGING, NOW), "donor"))
                .isEqualTo(granting);
        List<String> anything = donors(sent, d -> ConsentState.grantsAnything(d, NOW));
        assertThat(anything).hasSizeBetween(granting.size() + 1, 59);
        assertThat(Rows.text(ConsentTable.grantingAnything(table, NOW), "donor"))
                .isEqualTo(anything);
    }

    @Test
    void basisEndsWithTheLastDecisionOfItsWholeDataSet(SparkSession spark) {
        Dataset<Row> decisions = Rows.of(spark, ConsentTable.CONSENT, """
            dataset | donor | whole_dataset | decision | purposes | categories | valid_from | offset
            ended   | e     | true          | withdraw |          |            | 2025-01-02 | 1
            renewed | r     | true          | withdraw |          |            | 2025-01-02 | 2
            renewed | r     | true          | grant    |          |            | 2025-01-03 | 0
            later   | l     | true          | withdraw |          |            | 2025-02-01 | 3
            again   | a     | true          | grant    |          |            | 2025-01-02 | 4
            again   | a     | true          | withdraw |          |            | 2025-01-02 | 5
            donors  | d     | false         | withdraw |          |            | 2025-01-02 | 6
            """);
        assertThat(Rows.text(ConsentTable.endedBases(decisions, NOW), "dataset"))
                .containsExactly("again", "ended");
    }

    @Test
    void basisComesBackWhenItsWithdrawalRunsOutAndEndsWhenItsGrantDoes(SparkSession spark) {
        Dataset<Row> decisions = Rows.of(spark, ConsentTable.CONSENT, """
            dataset  | donor | whole_dataset | decision | purposes | categories | valid_from | valid_until | offset
            paused   | p     | true          | withdraw |          |            | 2025-01-02 | 2025-01-06  | 1
            resumed  | r     | true          | withdraw |          |            | 2025-01-02 | 2025-01-05  | 2
            limited  | l     | true          | grant    |          |            | 2025-01-02 | 2025-01-07  | 3
            over     | o     | true          | grant    |          |            | 2025-01-02 | 2025-01-06  | 4
            extended | x     | true          | grant    |          |            | 2025-01-02 | 2025-01-04  | 5
            extended | x     | true          | grant    |          |            | 2025-01-03 |             | 6
            """);
        Instant day6 = NOW;
        assertThat(Rows.text(ConsentTable.endedBases(decisions, day6.minusNanos(1000)), "dataset"))
                .containsExactly("paused");
        assertThat(Rows.text(ConsentTable.endedBases(decisions, day6), "dataset"))
                .containsExactly("over");
    }

    @Test
    void decisionOfAWholeDataSetIsNoDonorsGrant(SparkSession spark) {
        Dataset<Row> decisions = Rows.of(spark, ConsentTable.CONSENT, """
            dataset | donor | whole_dataset | decision | purposes | categories | valid_from | offset
            set     | s     | true          | grant    |          |            | 2025-01-02 | 1
            """);
        assertThat(ConsentTable.grantingAnything(decisions, NOW).count()).isZero();
    }
}
