package eu.havenlake.ingest.curation;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.access.StaleGold;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.consent.Permits;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.quality.QualityTable;
import eu.havenlake.lake.quality.Totals;
import eu.havenlake.lake.quality.Verdicts;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.run.RunLog;
import eu.havenlake.lake.table.Kept;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Merged;
import eu.havenlake.lake.table.Rule.Action;
import eu.havenlake.lake.table.SparkRows;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.upkeep.Upkeep;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Bronze → silver. A curation goes on from where its last finished run ended: it reads the bronze rows that came since,
 * and once more those of donors whose decisions changed. What may pass is read, judged by the rules of its table, and
 * merged, newest version first; what may not stays in bronze and is counted as waiting; what is wrong goes to
 * quarantine; what its source deleted leaves silver. At the end every record is accounted for. A run that was killed is
 * simply run again: merging the same rows twice changes nothing.
 */
public final class Curator implements AutoCloseable {
    private final Lake lake;
    private final Map<String, RunLog.Last> lasts;
    private final Set<String> retried;
    private final Pseudonyms pseudonyms;
    private final Clock clock;
    private final String version;
    private final String run;
    private Optional<Asked> asked = Optional.empty();

    /** Answers to a version of the decisions. */
    private record Asked(long version, Consents consents) {}

    /**
     * @param lake where the tables are
     * @param log tells what the last runs read
     * @param pseudonyms key of the pseudonyms
     * @param clock tells the time at which consents are asked and rules judged
     * @param version version of HavenLake, for quarantine
     * @param run id of this run
     */
    public Curator(Lake lake, RunLog log, Pseudonyms pseudonyms, Clock clock, String version, String run) {
        this.lake = lake;
        this.lasts = log.lasts();
        this.retried = retried(lake);
        this.pseudonyms = pseudonyms;
        this.clock = clock;
        this.version = version;
        this.run = run;
    }

    /** The stages that an operator asked to try records again: one look for all of them. */
    private static Set<String> retried(Lake lake) {
        return lake
                .read(Quarantine.QUARANTINE)
                .where(Quarantine.ASKED)
                .select("stage")
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
    }

    /** What there is to do for one silver table; nothing where no record and no decision came since the last run. */
    public Optional<Todo> todo(Curation curation) {
        return Optional.of(curation)
                .filter(any -> lake.exists(any.bronze()) && mayHaveTodo(any))
                .map(any -> todo(any, consents()))
                .filter(todo ->
                        todo.hasRows() || todo.decided() || todo.retried().isPresent());
    }

    /** Told from versions and times alone, for most tables of most runs have nothing to do. */
    private boolean mayHaveTodo(Curation curation) {
        Table decisions = Topic.CONSENT_DECISION.bronze();
        RunLog.Last last = lasts.getOrDefault(curation.stage(), RunLog.Last.NEVER);
        return seen(last, curation.bronze()) < lake.version(curation.bronze())
                || retried.contains(curation.stage())
                || isGated(curation)
                        && consents().mayHaveChanged(seen(last, decisions), lake.version(decisions), last.began());
    }

    private Consents consents() {
        long decisions = lake.version(ConsentTable.CONSENT);
        if (asked.isEmpty() || asked.get().version() != decisions) {
            close();
            asked = Optional.of(new Asked(decisions, Consents.at(lake, pseudonyms, clock.instant())));
        }
        return asked.get().consents();
    }

    @Override
    public void close() {
        asked.ifPresent(old -> old.consents().close());
    }

    /** Brings one silver table up to date; fails where it read records and could use none. */
    public Outcome curate(Todo todo) {
        return curate(todo, WhenEmpty.FAIL);
    }

    /**
     * Brings one silver table up to date.
     *
     * @throws HavenException if not every bronze record is accounted for; if none came further than quarantine and
     *     {@code whenEmpty} does not allow it
     */
    public Outcome curate(Todo todo, WhenEmpty whenEmpty) {
        Table silver = todo.curation().silver();
        Deletions deletions = new Deletions(lake, silver, pseudonyms);
        Sizes sizes = Sizes.of(todo);
        Optional<Dataset<Row>> deleting = Optional.of(todo.rows().where(col(Deletions.DELETES)))
                .filter(any -> sizes.deletions() > 0)
                .map(deletions::remember);
        // Before the merge, which says in quarantine what became of them.
        long triedAgain = todo.retried().map(Retried::count).orElse(0L);
        Landed landed = Landed.NOTHING;
        Map<String, Long> rows = new LinkedHashMap<>();
        if (sizes.permitted() > 0) {
            Column usable = col(Permits.PERMITTED).and(not(col(Deletions.DELETES)));
            landed = merge(todo, deletions, todo.rows().where(usable), rows);
        }
        if (deleting.isPresent() && lake.exists(silver)) {
            rows.put("removed", takeOut(silver, deletions.doomed(deleting.get()), todo.now()));
        }
        if (todo.gone().isPresent()) {
            rows.put("withdrawn", takeOut(silver, todo.gone().get(), todo.now()));
        }
        Account account = sizes.account(silver, landed);
        account.prove();
        if (whenEmpty == WhenEmpty.FAIL) {
            account.refuseEmpty(triedAgain);
        }
        Map<String, Long> counts = account.counts();
        counts.putAll(rows);
        return new Outcome(todo.versions(), Map.of(silver.qualifiedName(), lake.version(silver)), counts);
    }

    /** What was made of the rows is marked first: a run that is killed in between finds them again. */
    private long takeOut(Table silver, Dataset<Row> doomed, Instant now) {
        if (doomed.isEmpty()) {
            return 0;
        }
        StaleGold.mark(lake, doomed, now);
        return lake.delete(silver, doomed);
    }

    /**
     * What a run has to do.
     *
     * @param curation table it is about
     * @param now the time at which consents are asked and rules judged
     * @param versions versions of the tables that it goes up to
     * @param hasRows whether bronze has grown
     * @param decided whether any donor's decision changed
     * @param bronze records to read, as they are in bronze
     * @param rows the same, with what was asked about them
     * @param retried records among them that were held and are tried again
     * @param gone silver rows that may have lost their right to be there
     */
    public record Todo(
            Curation curation,
            Instant now,
            Map<String, Long> versions,
            boolean hasRows,
            boolean decided,
            Dataset<Row> bronze,
            Dataset<Row> rows,
            Optional<Retried> retried,
            Optional<Dataset<Row>> gone) {}

    private Todo todo(Curation curation, Consents consents) {
        Table bronze = curation.bronze();
        Table decisions = Topic.CONSENT_DECISION.bronze();
        Map<String, Long> versions = new LinkedHashMap<>();
        versions.put(bronze.qualifiedName(), lake.version(bronze));
        versions.put(decisions.qualifiedName(), lake.version(decisions));
        RunLog.Last last = lasts.getOrDefault(curation.stage(), RunLog.Last.NEVER);
        long seen = seen(last, bronze);
        boolean hasRows = seen < versions.get(bronze.qualifiedName());
        Column wanted = curation.which().and(col("problem").isNull());
        Dataset<Row> fresh = lake.readInserted(bronze, seen, versions.get(bronze.qualifiedName()))
                .where(wanted);
        Optional<Retried> again =
                Optional.of(curation.stage()).filter(retried::contains).map(stage -> Retried.of(lake, stage));
        Supplier<Dataset<Row>> earlier =
                () -> lake.readInserted(bronze, -1, seen).where(wanted);
        Dataset<Row> asked = again.map(records -> fresh.unionByName(records.rows(earlier.get()), true))
                .orElse(fresh);
        if (!isGated(curation)) {
            return new Todo(
                    curation,
                    consents.now(),
                    versions,
                    hasRows,
                    false,
                    asked,
                    Deletions.marked(ungated(asked)),
                    again,
                    Optional.empty());
        }
        Dataset<Row> changed =
                consents.changed(seen(last, decisions), versions.get(decisions.qualifiedName()), last.began());
        boolean decided = !changed.isEmpty();
        Dataset<Row> rows = decided && seen >= 0
                ? asked.unionByName(
                        Consents.of(
                                changed,
                                again.map(records -> records.others(earlier.get()))
                                        .orElseGet(earlier)),
                        true)
                : asked;
        Optional<Dataset<Row>> gone = Optional.of(curation.silver())
                .filter(silver -> decided && lake.exists(silver))
                .map(silver -> consents.withoutRight(changed, lake.read(silver)));
        Dataset<Row> marked = Deletions.marked(consents.marked(rows));
        return new Todo(curation, consents.now(), versions, hasRows, decided, rows, marked, again, gone);
    }

    /** Where the last run ended; nowhere if too long ago, for then all rows are read once more, which changes nothing. */
    private long seen(RunLog.Last last, Table bronze) {
        long seen = last.inputs().getOrDefault(bronze.qualifiedName(), -1L);
        return lake.tellsAfter(bronze, seen, clock.instant().minus(Upkeep.KEPT)) ? seen : -1;
    }

    /** Decisions themselves need nobody's consent to be kept. */
    private static boolean isGated(Curation curation) {
        return curation.silver().category().isPresent();
    }

    private Dataset<Row> ungated(Dataset<Row> bronze) {
        return bronze.withColumn(CandidateRows.PSEUDONYM, pseudonyms.of(col("donor")))
                .withColumn(Permits.PERMITTED, lit(true));
    }

    private Landed merge(Todo todo, Deletions deletions, Dataset<Row> permitted, Map<String, Long> counts) {
        Curation curation = todo.curation();
        Verdicts verdicts = new Verdicts(curation.silver());
        try (Kept kept = new Kept(judged(curation, verdicts, deletions, permitted))) {
            Dataset<Row> judged = kept.rows();
            Totals totals = verdicts.totals(
                    judged,
                    passing(verdicts),
                    held(verdicts),
                    col(CandidateRows.ROWS).gt(0));
            stopIfForbidden(curation, verdicts, totals.broken());
            long passing = totals.met().get(0);
            Merged merged =
                    passing == 0 ? new Merged(0, 0) : lake.upsert(curation.silver(), judged.where(passing(verdicts)));
            hold(todo, verdicts, judged.where(held(verdicts)), totals.met().get(1), permitted);
            long rows = totals.met().get(2);
            QualityTable.keep(lake, curation.silver(), verdicts, totals.broken(), rows, run, todo.now());
            counts.put("rows", rows);
            counts.put("inserted", merged.inserted());
            counts.put("updated", merged.updated());
            counts.put("unchanged", passing - merged.inserted() - merged.updated());
            Column state = Landed.state(col(CandidateRows.ROWS).equalTo(0), held(verdicts), passing(verdicts));
            return passing == merged.inserted() + merged.updated()
                    ? Landed.all(judged, state)
                    : Landed.some(lake, curation.silver(), judged, state);
        }
    }

    private void hold(Todo todo, Verdicts verdicts, Dataset<Row> held, long count, Dataset<Row> permitted) {
        if (count > 0) {
            Dataset<Row> quarantine = quarantine(todo.curation(), verdicts, held, permitted);
            lake.upsert(
                    Quarantine.QUARANTINE,
                    todo.retried().map(again -> again.counted(quarantine)).orElse(quarantine));
        }
        todo.retried().ifPresent(again -> again.settle(permitted, held, todo.now()));
    }

    private static Dataset<Row> judged(
            Curation curation, Verdicts verdicts, Deletions deletions, Dataset<Row> permitted) {
        Column isRow =
                col(CandidateRows.PROBLEM).isNull().and(col(CandidateRows.ROWS).gt(0));
        Column broken = when(isRow, verdicts.judge()).otherwise(lit(0L));
        // A table may have many rules: their code is long.
        return SparkRows.apart(deletions.marking(CandidateRows.of(curation, permitted)))
                .withColumn(Verdicts.BROKEN, broken);
    }

    /** Whether a judged row belongs in quarantine. */
    private static Column held(Verdicts verdicts) {
        return col(CandidateRows.PROBLEM).isNotNull().or(verdicts.quarantined());
    }

    private static Column passing(Verdicts verdicts) {
        return col(CandidateRows.PROBLEM)
                .isNull()
                .and(col(CandidateRows.ROWS).gt(0))
                .and(not(col(Deletions.VOID)))
                .and(verdicts.passes());
    }

    private static void stopIfForbidden(Curation curation, Verdicts verdicts, List<Long> broken) {
        List<String> names = verdicts.names();
        for (int i = 0; i < names.size(); i++) {
            if (verdicts.action(names.get(i)) == Action.FAIL && broken.get(i) > 0) {
                throw new HavenException(
                        "Cannot curate %s: %d rows break the rule %s, which forbids to go on. Nothing was written."
                                .formatted(curation.silver(), broken.get(i), names.get(i)));
            }
        }
    }

    private Dataset<Row> quarantine(Curation curation, Verdicts verdicts, Dataset<Row> held, Dataset<Row> bronze) {
        Column broken = verdicts.broken();
        Dataset<Row> reasons = held.select(
                col("partition"),
                col("offset"),
                when(col(CandidateRows.PROBLEM).isNull(), broken)
                        .otherwise("invalid")
                        .as("error_class"),
                coalesce(col(CandidateRows.PROBLEM), concat(lit("breaks "), broken))
                        .as("error_message"));
        return Quarantine.held(
                bronze.join(reasons.dropDuplicates("partition", "offset"), new String[] {"partition", "offset"}),
                curation.stage(),
                version,
                run);
    }
}
