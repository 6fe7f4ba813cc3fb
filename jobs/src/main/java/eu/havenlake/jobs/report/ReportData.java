package eu.havenlake.jobs.report;

import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.lake.statistics.Roc;
import eu.havenlake.lake.table.TableStatus;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that the report of a home says, as plain values. Holds counts of donors, never who they are.
 *
 * @param head whose report it is
 * @param sent records that each source has given, by its name, over all runs
 * @param topics from Kafka to bronze
 * @param silver from bronze to silver
 * @param waiting records whose donors have not consented
 * @param quarantine records that could not go on, by reason
 * @param quality rows that broke a rule
 * @param features how the values of gold tables are distributed
 * @param models the newest version of each image model
 * @param outcomes models of tabular features
 * @param stages the last run of each stage
 * @param tables every table as it is
 * @param accesses which study read what
 * @param notes what a reader must know to judge the figures
 */
public record ReportData(
        Head head,
        Map<String, Long> sent,
        List<TopicFlow> topics,
        List<SilverFlow> silver,
        List<Waiting> waiting,
        List<Held> quarantine,
        List<RuleCount> quality,
        List<Distribution> features,
        List<TrainedModel> models,
        List<OutcomeModel> outcomes,
        List<StageRun> stages,
        List<TableStatus> tables,
        List<Access> accesses,
        List<String> notes) {

    /** Copies the lists. */
    public ReportData {
        topics = List.copyOf(topics);
        silver = List.copyOf(silver);
        waiting = List.copyOf(waiting);
        quarantine = List.copyOf(quarantine);
        quality = List.copyOf(quality);
        features = List.copyOf(features);
        models = List.copyOf(models);
        outcomes = List.copyOf(outcomes);
        stages = List.copyOf(stages);
        tables = List.copyOf(tables);
        accesses = List.copyOf(accesses);
        notes = List.copyOf(notes);
    }

    /** The tables of studies. */
    public List<TableStatus> gold() {
        return tables.stream().filter(table -> table.name().startsWith("gold_")).toList();
    }

    /** The tables that have features, in their order. */
    public List<String> featureTables() {
        return features.stream().map(Distribution::table).distinct().toList();
    }

    /** The features of a table. */
    public List<Distribution> featuresOf(String table) {
        return features.stream()
                .filter(feature -> feature.table().equals(table))
                .toList();
    }

    /** The report of a home with nothing in it. */
    public static ReportData empty(Head head) {
        return new ReportData(
                head, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Whose report it is.
     *
     * @param title what is studied, as {@code Demo (synthetic)}
     * @param created when the report was made
     * @param version version of HavenLake
     * @param run run that made it
     */
    public record Head(String title, Instant created, String version, String run) {}

    /**
     * From Kafka to bronze, over all batches.
     *
     * @param topic name of the topic
     * @param records records that bronze took
     * @param quarantined those of them that could not be read
     */
    public record TopicFlow(String topic, long records, long quarantined) {}

    /**
     * From bronze to silver, over all runs.
     *
     * @param table name of the silver table
     * @param judged rows that were judged by the table's rules
     * @param inserted rows that were new
     * @param updated rows that took the place of an older version
     * @param quarantined rows that were held
     * @param dropped rows that a rule left out
     * @param withdrawn rows that went because their right to be there ended
     * @param rows rows in the table now; absent where the table is not there
     */
    public record SilverFlow(
            String table,
            long judged,
            long inserted,
            long updated,
            long quarantined,
            long dropped,
            long withdrawn,
            OptionalLong rows) {}

    /**
     * Records that stay in bronze until their donors consent.
     *
     * @param table bronze table
     * @param records number of records
     * @param donors number of donors
     */
    public record Waiting(String table, long records, long donors) {}

    /**
     * Records in quarantine.
     *
     * @param topic topic of the records
     * @param stage stage that holds them
     * @param reason kind of trouble, or the broken rules
     * @param records number of records still held
     * @param resolved number of records that went on after all
     */
    public record Held(String topic, String stage, String reason, long records, long resolved) {}

    /**
     * How often a rule was broken, over all runs.
     *
     * @param table table of the rule
     * @param rule name of the rule
     * @param action what is done with the row
     * @param judged rows that were judged
     * @param broken rows that broke it
     */
    public record RuleCount(String table, String rule, String action, long judged, long broken) {}

    /**
     * How the values of a feature are distributed over rows. The ends are quantiles, for the least and the greatest value
     * are those of single donors.
     *
     * @param table gold table
     * @param name name of the column
     * @param meaning what it says, with its unit; may be empty
     * @param present rows with a value
     * @param missing rows without
     * @param quantiles at 5, 50 and 95 %; empty where it has no order
     * @param bins counts in order; the outer two hold all that lies further out
     */
    public record Distribution(
            String table,
            String name,
            String meaning,
            long present,
            long missing,
            Optional<Quantiles> quantiles,
            List<Bin> bins) {

        /** Copies the bins. */
        public Distribution {
            bins = List.copyOf(bins);
        }

        /** Length of a bar, in per cent of the longest. */
        public long percentOfTallest(Bin bin) {
            long tallest = bins.stream().mapToLong(Bin::count).max().orElse(0);
            return tallest == 0 ? 0 : Math.round(100.0 * bin.count() / tallest);
        }
    }

    /** Values below which 5, 50 and 95 % of the rows lie. */
    public record Quantiles(double low, double median, double high) {}

    /**
     * One bar of a distribution.
     *
     * @param label a class, or the lower limit of an interval
     * @param count rows in it
     */
    public record Bin(String label, long count) {}

    /**
     * A model of images.
     *
     * @param card all that the registry knows of it
     * @param validations what it is worth on images of other donors, newest first
     * @param samples answers for some held-out images; may be empty
     */
    public record TrainedModel(ModelCard card, List<Validation> validations, List<Sample> samples) {

        /** Copies the lists. */
        public TrainedModel {
            validations = List.copyOf(validations);
            samples = List.copyOf(samples);
        }
    }

    /**
     * An answer for one held-out image.
     *
     * @param png the image as a PNG file
     * @param truth its class
     * @param answer the class that the model gives
     * @param probability that the model gives to its answer, 0 to 1
     */
    public record Sample(byte[] png, String truth, String answer, double probability) {

        /** Whether the model is right. */
        public boolean right() {
            return truth.equals(answer);
        }

        /** The image as a URI that holds it. */
        public String dataUri() {
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        }
    }

    /**
     * A model that foretells an outcome from tabular features.
     *
     * @param study study whose features they are
     * @param outcome what it foretells
     * @param donors donors whose outcome was foretold by a model that had not seen them
     * @param positives those of them with the outcome
     * @param result figures, or why there are none
     */
    public record OutcomeModel(String study, String outcome, long donors, long positives, Result result) {}

    /** What came of a tabular model. */
    public sealed interface Result {
        /**
         * Figures on donors that were held out.
         *
         * @param auc area under the ROC curve with its interval
         * @param roc curve from (0, 0) to (1, 1)
         * @param coefficients the strongest, strongest first
         */
        record Judged(Estimate auc, List<Roc.Point> roc, List<Coefficient> coefficients) implements Result {

            /** Copies the lists. */
            public Judged {
                roc = List.copyOf(roc);
                coefficients = List.copyOf(coefficients);
            }
        }

        /** Too few donors for a figure that would mean anything, with the numbers. */
        record TooFew(String why) implements Result {}
    }

    /**
     * Weight of a feature in a linear model.
     *
     * @param feature name of the feature
     * @param value change of the log odds for one standard deviation of the feature
     */
    public record Coefficient(String feature, double value) {}

    /**
     * The last run of a stage.
     *
     * @param stage name of the stage
     * @param state STARTED, FINISHED or FAILED
     * @param at when it came to that state
     * @param seconds how long it took
     * @param counts what it counted, in words
     */
    public record StageRun(String stage, String state, Instant at, double seconds, String counts) {}

    /**
     * Reads of donors' data by a study.
     *
     * @param study id of the study
     * @param purpose its purpose
     * @param table table that was read
     * @param reads how often
     * @param last when last
     */
    public record Access(String study, String purpose, String table, long reads, Instant last) {}

    /** This report with sample answers of a model. */
    public ReportData withSamples(String model, List<Sample> samples) {
        return with(
                models.stream()
                        .map(each -> each.card().name().equals(model)
                                ? new TrainedModel(each.card(), each.validations(), samples)
                                : each)
                        .toList(),
                outcomes,
                notes);
    }

    /** This report with one more tabular model. */
    public ReportData withOutcome(OutcomeModel outcome) {
        return with(models, appended(outcomes, outcome), notes);
    }

    /** This report with one more note. */
    public ReportData withNote(String note) {
        return with(models, outcomes, appended(notes, note));
    }

    private static <T> List<T> appended(List<T> list, T last) {
        List<T> all = new ArrayList<>(list);
        all.add(last);
        return all;
    }

    private ReportData with(List<TrainedModel> newModels, List<OutcomeModel> newOutcomes, List<String> newNotes) {
        return new ReportData(
                head,
                sent,
                topics,
                silver,
                waiting,
                quarantine,
                quality,
                features,
                newModels,
                newOutcomes,
                stages,
                tables,
                accesses,
                newNotes);
    }
}
