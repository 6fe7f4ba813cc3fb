package eu.havenlake.jobs.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.report.ReportData.Access;
import eu.havenlake.jobs.report.ReportData.Head;
import eu.havenlake.jobs.report.ReportData.Held;
import eu.havenlake.jobs.report.ReportData.OutcomeModel;
import eu.havenlake.jobs.report.ReportData.RuleCount;
import eu.havenlake.jobs.report.ReportData.SilverFlow;
import eu.havenlake.jobs.report.ReportData.StageRun;
import eu.havenlake.jobs.report.ReportData.TopicFlow;
import eu.havenlake.jobs.report.ReportData.TrainedModel;
import eu.havenlake.jobs.report.ReportData.Waiting;
import eu.havenlake.lake.access.StudyLake;
import eu.havenlake.lake.consent.ConsentTable;
import eu.havenlake.lake.consent.Permits;
import eu.havenlake.lake.identity.Pseudonyms;
import eu.havenlake.lake.quality.QualityTable;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.silver.ImagingTables;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Provenance;
import eu.havenlake.lake.table.Table;
import eu.havenlake.lake.table.TableStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads from the lake what a report says of it. Counts only; no row of a donor leaves the lake. */
public final class ReportReader {
    private static final String FINISHED = RunRecord.State.FINISHED.name();
    private static final String CURATE = "curate.";

    private final Lake lake;
    private final Pseudonyms pseudonyms;

    /**
     * @param lake everything in the home
     * @param pseudonyms key of the pseudonyms, to find whose records wait for consent
     */
    public ReportReader(Lake lake, Pseudonyms pseudonyms) {
        this.lake = lake;
        this.pseudonyms = pseudonyms;
    }

    /**
     * The report of the home as it is now.
     *
     * @param head whose report it is
     * @param models the newest of each name, with some of its answers
     * @param outcomes models that foretell outcomes from tabular features
     */
    public ReportData read(Head head, List<TrainedModel> models, List<OutcomeModel> outcomes) {
        List<TableStatus> tables = lake.tables();
        return new ReportData(
                head,
                sent(),
                topics(),
                silver(tables),
                waiting(head),
                quarantine(),
                quality(),
                new Distributions(lake).of(tables),
                models,
                outcomes,
                stages(),
                tables,
                accesses(),
                notes());
    }

    private Map<String, Long> sent() {
        Map<String, Long> sent = new LinkedHashMap<>();
        finished().where(col("stage").equalTo("collect")).orderBy("at").select("counts").collectAsList().stream()
                .map(row -> row.<String, Long>getJavaMap(0))
                .forEach(counts -> counts.forEach((source, records) -> {
                    if (!source.startsWith("acknowledged")) {
                        sent.merge(source, records, Long::sum);
                    }
                }));
        return sent;
    }

    private Dataset<Row> finished() {
        return lake.read(RunRecord.RUN).where(col("state").equalTo(FINISHED));
    }

    private List<TopicFlow> topics() {
        return lake
                .read(BatchAccount.INGEST_BATCH)
                .groupBy("topic")
                .agg(sum("records"), sum("quarantined"))
                .orderBy("topic")
                .collectAsList()
                .stream()
                .map(row -> new TopicFlow(row.getString(0), row.getLong(1), row.getLong(2)))
                .toList();
    }

    private List<SilverFlow> silver(List<TableStatus> tables) {
        Map<String, Map<String, Long>> sums = new LinkedHashMap<>();
        finished()
                .where(col("stage").startsWith(CURATE))
                .orderBy("stage")
                .select("stage", "counts")
                .collectAsList()
                .forEach(row -> {
                    Map<String, Long> sum = sums.computeIfAbsent(row.getString(0), stage -> new LinkedHashMap<>());
                    row.<String, Long>getJavaMap(1).forEach((name, number) -> sum.merge(name, number, Long::sum));
                });
        return sums.entrySet().stream()
                .map(each -> flow("silver." + each.getKey().substring(CURATE.length()), each.getValue(), tables))
                .toList();
    }

    private static SilverFlow flow(String table, Map<String, Long> counts, List<TableStatus> tables) {
        return new SilverFlow(
                table,
                counts.getOrDefault("rows", 0L),
                counts.getOrDefault("inserted", 0L),
                counts.getOrDefault("updated", 0L),
                counts.getOrDefault("quarantined", 0L),
                counts.getOrDefault("dropped", 0L),
                counts.getOrDefault("withdrawn", 0L),
                tables.stream()
                        .filter(status -> status.name().equals(table))
                        .mapToLong(TableStatus::rows)
                        .findFirst());
    }

    /** Decisions themselves need nobody's consent, and what is about no donor does not either. */
    private List<Waiting> waiting(Head head) {
        try (Permits permits = Permits.forAnything(lake.read(ConsentTable.CONSENT), head.created())) {
            return Stream.of(Topic.values())
                    .filter(topic -> topic != Topic.CONSENT_DECISION)
                    .map(topic -> waiting(topic.bronze(), permits))
                    .filter(waiting -> waiting.records() > 0)
                    .toList();
        }
    }

    private Waiting waiting(Table bronze, Permits permits) {
        Dataset<Row> donors = lake.read(bronze)
                .where(col("problem").isNull().and(col("donor").isNotNull()))
                .groupBy("donor", Provenance.BASIS, Provenance.DATASET)
                .agg(count(lit(1)).as("records"));
        Row counted = permits.mark(donors, pseudonyms.of(col("donor")))
                .where(not(col(Permits.PERMITTED)))
                .agg(coalesce(sum("records"), lit(0L)), count_distinct(col("donor")))
                .first();
        return new Waiting(bronze.qualifiedName(), counted.getLong(0), counted.getLong(1));
    }

    private List<Held> quarantine() {
        return lake
                .read(Quarantine.QUARANTINE)
                .groupBy("error_class", "topic", "stage")
                .agg(
                        count_if(col("resolved_at").isNull()).as("held"),
                        count_if(col("resolved_at").isNotNull()).as("resolved"))
                .orderBy(col("held").desc(), col("error_class"), col("topic"), col("stage"))
                .collectAsList()
                .stream()
                .map(row ->
                        new Held(row.getString(1), row.getString(2), row.getString(0), row.getLong(3), row.getLong(4)))
                .toList();
    }

    private List<RuleCount> quality() {
        return lake
                .read(QualityTable.QUALITY)
                .groupBy("table", "rule", "action")
                .agg(sum("rows"), sum("broken"))
                .orderBy("table", "rule")
                .collectAsList()
                .stream()
                .map(row -> new RuleCount(
                        row.getString(0), row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                .toList();
    }

    private List<StageRun> stages() {
        return lake
                .read(RunRecord.RUN)
                .groupBy("stage")
                .agg(max_by(struct("state", "at", "seconds", "counts"), struct("at", "seconds"))
                        .as("last"))
                .select("stage", "last.*")
                .orderBy("at")
                .collectAsList()
                .stream()
                .map(row -> new StageRun(
                        row.getString(0),
                        row.getString(1),
                        row.getTimestamp(2).toInstant(),
                        row.getDouble(3),
                        words(row.getJavaMap(4))))
                .toList();
    }

    private static String words(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getKey() + " " + Numbers.count(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private List<Access> accesses() {
        return lake
                .read(StudyLake.ACCESS)
                .groupBy("study", "purpose", "table")
                .agg(count(lit(1)), max("at"))
                .orderBy("study", "table")
                .collectAsList()
                .stream()
                .map(row -> new Access(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getTimestamp(4).toInstant()))
                .toList();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Row row : lake.read(ImagingTables.IMAGE_INSTANCE)
                .where(col("donor_named").equalTo(false))
                .groupBy("dataset")
                .agg(count(lit(1)))
                .orderBy("dataset")
                .collectAsList()) {
            notes.add(
                    ("The images of %s name no donor (%s images): each image is its own donor, so images of one person"
                                    + " may lie on both sides of a split. The split may leak, and the figures may be too good.")
                            .formatted(row.getString(0), Numbers.count(row.getLong(1))));
        }
        return notes;
    }
}
