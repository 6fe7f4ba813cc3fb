package eu.havenlake.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.contract.Origin;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Curator;
import eu.havenlake.ingest.ehr.mapping.EhrCurations;
import eu.havenlake.jobs.lifecycle.LifeCycle;
import eu.havenlake.jobs.lifecycle.Source;
import eu.havenlake.jobs.lifecycle.Workplace;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first curation of Observations (consent, pseudonyms, rules, quality, merge; bronze → {@code silver.observation})
 * against Pathling's encoding of the same NDJSON into a new Delta table. An item is an Observation, though HavenLake
 * writes a row for each component as well.
 */
class CurateBench {
    private static final int OBSERVATIONS = 1_000_000;
    private static final Table SILVER = EhrTables.OBSERVATION;

    @TempDir
    static Path folder;

    private static Workplace place;
    private static Path ndjson;

    @BeforeAll
    static void fillBronze() throws IOException {
        ndjson = Observations.write(folder.resolve("observations.ndjson"), OBSERVATIONS, 1);
        place = Lakes.workplace(folder.resolve("home"));
        Origin origin = new Origin("bench", Optional.of("generated data"), false);
        LifeCycle lifeCycle = new LifeCycle(place);
        lifeCycle.collect(List.of(new Source.Fhir(ndjson, origin)));
        lifeCycle.ingest();
    }

    @AfterAll
    static void close() {
        place.close();
    }

    @Test
    void curationAgainstPathlingEncode() throws Exception {
        Score score =
                new Duel("Observations -> Delta", "resources/s", 3, 3).run(new Curate(), new Encode(), folder, "curate");
        assertThat(score.items()).isEqualTo(OBSERVATIONS);
    }

    private record Curate() implements Side {
        @Override
        public String name() {
            return "HavenLake curate";
        }

        @Override
        public Work prepare(Path run) throws IOException {
            Lake lake = place.lake();
            forget(lake);
            Curation curation = EhrCurations.all().stream()
                    .filter(each -> each.silver().equals(SILVER))
                    .findFirst()
                    .orElseThrow();
            Curator curator = new Curator(
                    lake, place.runs(), place.pseudonyms(), Clock.systemUTC(), "bench", place.run());
            return new Work() {
                @Override
                public void run() {
                    Curator.Todo todo = curator.todo(curation).orElseThrow();
                    assertThat(curator.curate(todo).counts()).containsEntry("read", (long) OBSERVATIONS);
                }

                @Override
                public long items() {
                    return lake.read(SILVER).where("component = 0").count();
                }
            };
        }

        /** Takes the silver table away, so that each run makes and fills it anew. */
        private static void forget(Lake lake) throws IOException {
            var unused = lake.sql("DROP TABLE IF EXISTS " + SILVER.qualifiedName());
            FileUtils.deleteDirectory(Path.of(URI.create(lake.location(SILVER))).toFile());
        }
    }

    private record Encode() implements Side {
        @Override
        public String name() {
            return "Pathling encode";
        }

        @Override
        public Work prepare(Path run) {
            String table = run.resolve("observation").toUri().toString();
            return new Work() {
                @Override
                public void run() {
                    Pathling.encode(place.lake().session(), ndjson, table);
                }

                @Override
                public long items() {
                    return place.lake()
                            .session()
                            .read()
                            .format("delta")
                            .load(table)
                            .count();
                }
            };
        }
    }
}
