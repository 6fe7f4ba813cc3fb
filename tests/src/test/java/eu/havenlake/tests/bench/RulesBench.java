package eu.havenlake.tests.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Curator;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.lake.identity.KeyFile;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.session.Home;
import eu.havenlake.lake.session.LakeSession;
import eu.havenlake.lake.table.Category;
import eu.havenlake.lake.table.ColumnType;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Rule;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.Traits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same curation of the same records by a table with fifty rules and by one with a single rule. */
class RulesBench {
    private static final int RECORDS = 1_500_000;
    private static final int COLUMNS = 10;
    private static final Table BRONZE = Topic.EHR_FHIR.bronze();

    @TempDir
    static Path folder;

    private static LakeSession session;

    @BeforeAll
    static void fillBronze() {
        session = LakeSession.open(new Home(folder.resolve("home")), Map.of());
        Lake lake = session.lake();
        Column[] columns = Arrays.stream(BRONZE.columnNames())
                .map(name -> switch (name) {
                    case "topic" -> lit(Topic.EHR_FHIR.label()).as(name);
                    case "partition" -> lit(0).as(name);
                    case "offset" -> col("id").as(name);
                    case "timestamp" -> lit("2024-01-01").cast("timestamp").as(name);
                    case "dataset", "basis", "source", "json", "resource_type" ->
                        lit(name).as(name);
                    case "donor" -> lit("dataset:p").as(name);
                    default ->
                        lit(null).cast(BRONZE.schema().apply(name).dataType()).as(name);
                })
                .toArray(Column[]::new);
        lake.append(BRONZE, lake.session().range(0, RECORDS, 1, 4).select(columns));
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void fiftyRulesAgainstOne() throws Exception {
        Score score = new Duel("Curation by 50 rules and by 1", "records/s", 1 / 1.3, 3)
                .run(new Judged(50), new Judged(1), folder, "rules");
        assertThat(score.items()).isEqualTo(RECORDS);
    }

    private record Judged(int rules) implements Side {
        @Override
        public String name() {
            return rules + " rules";
        }

        private Table table() {
            Table table = Table.silver("judged_" + rules, Category.CLINICAL, "Numbers")
                    .column("donor", ColumnType.STRING, "Donor")
                    .column("id", ColumnType.LONG, "Number of the record");
            for (int i = 0; i < COLUMNS; i++) {
                int column = i;
                Rule[] own = IntStream.range(0, rules)
                        .filter(rule -> rule % COLUMNS == column)
                        .mapToObj(rule -> Traits.condition(
                                "r" + rule,
                                "is one of the numbers",
                                "v%d BETWEEN -%d AND 20000000".formatted(column, rule)))
                        .toArray(Rule[]::new);
                table = table.column("v" + i, ColumnType.DOUBLE, "A number", own);
            }
            return table.key("donor", "id");
        }

        @Override
        public Work prepare(Path run) throws IOException {
            Lake lake = session.lake();
            Table silver = table();
            var unused = lake.sql("DROP TABLE IF EXISTS " + silver.qualifiedName());
            FileUtils.deleteDirectory(Path.of(URI.create(lake.location(silver))).toFile());
            Curation curation = new Curation(
                    BRONZE, silver, lit(true), List.of("offset"), record -> List.of(numbers(record.getLong(0))));
            Curator curator = new Curator(
                    lake, new RunLog(lake), KeyFile.open(folder.resolve("keys")), Clock.systemUTC(), "bench", "bench");
            return new Work() {
                @Override
                public void run() {
                    var unusedOutcome = curator.curate(curator.todo(curation).orElseThrow());
                }

                @Override
                public long items() {
                    return lake.read(silver).count();
                }
            };
        }

        private static Verdict numbers(long number) {
            List<Object> values = new ArrayList<>();
            values.add(number);
            for (int i = 0; i < COLUMNS; i++) {
                values.add((double) number + i);
            }
            return new Verdict.Accepted(values);
        }
    }
}
