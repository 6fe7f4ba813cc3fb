package eu.havenlake.jobs.report;

import eu.havenlake.jobs.report.ReportData.Access;
import eu.havenlake.jobs.report.ReportData.Bin;
import eu.havenlake.jobs.report.ReportData.Coefficient;
import eu.havenlake.jobs.report.ReportData.Distribution;
import eu.havenlake.jobs.report.ReportData.Head;
import eu.havenlake.jobs.report.ReportData.Held;
import eu.havenlake.jobs.report.ReportData.OutcomeModel;
import eu.havenlake.jobs.report.ReportData.Quantiles;
import eu.havenlake.jobs.report.ReportData.Result;
import eu.havenlake.jobs.report.ReportData.RuleCount;
import eu.havenlake.jobs.report.ReportData.SilverFlow;
import eu.havenlake.jobs.report.ReportData.StageRun;
import eu.havenlake.jobs.report.ReportData.TopicFlow;
import eu.havenlake.jobs.report.ReportData.TrainedModel;
import eu.havenlake.jobs.report.ReportData.Waiting;
import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Estimate;
import eu.havenlake.lake.statistics.Roc;
import eu.havenlake.lake.table.TableStatus;
import eu.havenlake.training.engine.data.Normalisation;
import eu.havenlake.training.engine.evaluation.Chosen;
import eu.havenlake.training.engine.evaluation.Evaluation;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.registry.ModelCard;
import eu.havenlake.training.engine.registry.Validation;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.split.Split;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Pace;
import eu.havenlake.training.spi.Shape;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;

/** A report as a run of the demo would leave it, made from a seed. */
final class SampleReport {
    static final Instant NOW = Instant.parse("2026-03-04T10:20:30Z");
    static final Head HEAD = new Head("Demo (synthetic)", NOW, "0.1.0", "20260304-101500-ab12");
    static final List<String> GRADES = List.of("0 none", "1 mild", "2 moderate", "3 severe", "4 proliferative");

    private SampleReport() {}

    static ReportData full() {
        Map<String, Long> sent = new LinkedHashMap<>();
        sent.put("FHIR resources of synthea-demo", 184_210L);
        sent.put("wearable data points of wearable-demo", 91_344L);
        sent.put("images of fundus-phantoms", 600L);
        sent.put("consent decisions of demo", 243L);
        List<Prediction> predictions = predictions();
        return new ReportData(
                        HEAD,
                        sent,
                        List.of(
                                new TopicFlow("consent_decision", 243, 0),
                                new TopicFlow("ehr_fhir", 184_210, 12),
                                new TopicFlow("imaging_instance", 600, 3),
                                new TopicFlow("wearable_sample", 91_344, 41)),
                        List.of(
                                new SilverFlow("silver.condition", 7_801, 7_801, 0, 0, 0, 0, OptionalLong.of(7_801)),
                                new SilverFlow(
                                        "silver.observation", 98_433, 98_120, 313, 57, 0, 211, OptionalLong.of(97_909)),
                                new SilverFlow("silver.image_instance", 597, 570, 0, 27, 0, 0, OptionalLong.of(570)),
                                new SilverFlow(
                                        "silver.medication_request", 4_110, 4_110, 0, 0, 0, 0, OptionalLong.empty())),
                        List.of(new Waiting("bronze.ehr", 12_408, 14), new Waiting("bronze.wearable", 5_312, 4)),
                        List.of(
                                new Held(
                                        "ehr_fhir", "curate.observation", "value_finite, effective_notInFuture", 57, 0),
                                new Held("wearable_sample", "ingest", "unreadable", 41, 2),
                                new Held("ehr_fhir", "ingest", "undecodable", 12, 0)),
                        List.of(
                                new RuleCount("silver.observation", "value_finite", "QUARANTINE", 98_433, 57),
                                new RuleCount("silver.observation", "donor_notNull", "FAIL", 98_433, 0),
                                new RuleCount("silver.image_instance", "width_between", "QUARANTINE", 597, 27)),
                        distributions(),
                        List.of(new TrainedModel(card(predictions), List.of(elsewhere(predictions)), List.of())),
                        List.of(
                                new OutcomeModel(
                                        "demo", "emergency or inpatient encounter within 12 months", 186, 33, judged()),
                                new OutcomeModel(
                                        "mimic",
                                        "readmission",
                                        21,
                                        4,
                                        new Result.TooFew(
                                                "21 held-out donors (30 are needed), 4 with the outcome (10 are needed)."))),
                        stages(),
                        tables(),
                        List.of(
                                new Access("demo", "retinopathy screening research", "silver.image_instance", 2, NOW),
                                new Access("demo", "retinopathy screening research", "gold_demo.image_tensor", 1, NOW)),
                        List.of(
                                "The images of fundus-phantoms name no donor (600 images): each image is its own donor, so"
                                        + " images of one person may lie on both sides of a split. The split may leak, and the"
                                        + " figures may be too good."))
                .withSamples("demo", Samples.of(Samples.choose(predictions, 12), GRADES, images(predictions)));
    }

    static List<Prediction> predictions() {
        Random random = new Random(7);
        return IntStream.range(0, 118)
                .mapToObj(i -> {
                    int label = random.nextInt(20) < 8 ? 0 : random.nextInt(5);
                    double[] scores = new double[5];
                    double sum = 0;
                    for (int c = 0; c < 5; c++) {
                        scores[c] = Math.exp(1.2 * random.nextGaussian() - 0.9 * Math.abs(c - label));
                        sum += scores[c];
                    }
                    List<Double> shares = new ArrayList<>();
                    for (double score : scores) {
                        shares.add(score / sum);
                    }
                    return new Prediction("image-" + i, "secret-pseudonym-" + i, label, shares);
                })
                .toList();
    }

    static Map<String, Samples.Pixels> images(List<Prediction> predictions) {
        Map<String, Samples.Pixels> images = new LinkedHashMap<>();
        predictions.forEach(p -> images.put(p.image(), disc(64, 30 + 40 * p.label())));
        return images;
    }

    private static Samples.Pixels disc(int size, int brightness) {
        byte[] planes = new byte[3 * size * size];
        for (int i = 0; i < size * size; i++) {
            double r = Math.hypot(i % size - size / 2.0, i / size - size / 2.0) / (size / 2.0);
            double light = r < 0.95 ? 1 - 0.5 * r : 0;
            planes[i] = (byte) (light * 230);
            planes[size * size + i] = (byte) (light * brightness);
            planes[2 * size * size + i] = (byte) (light * 30);
        }
        return new Samples.Pixels(size, size, 3, planes);
    }

    /** The same answers stand for the validation part; every second donor is of each sex. */
    private static Evaluation.Beside beside(List<Prediction> predictions) {
        Map<String, Map<String, String>> groups = new LinkedHashMap<>();
        for (int i = 0; i < predictions.size(); i++) {
            groups.put(predictions.get(i).image(), Map.of("sex", i % 2 == 0 ? "female" : "male"));
        }
        return new Evaluation.Beside(0, Chosen.on(predictions, GRADES.size(), 0.9), groups);
    }

    private static Validation elsewhere(List<Prediction> predictions) {
        return new Validation(
                "demo/3",
                "screening",
                NOW,
                ModelCard.RANDOM,
                Map.of("gold_screening.image_tensor", 7L),
                evaluation(predictions.subList(0, 80)));
    }

    private static Evaluation evaluation(List<Prediction> predictions) {
        return Evaluation.of(GRADES, predictions, beside(predictions), new Bootstrap(200, 0.95, 1));
    }

    static ModelCard card(List<Prediction> predictions) {
        Map<Part, Split.Count> counts = new LinkedHashMap<>();
        counts.put(Part.TRAINING, count(342));
        counts.put(Part.VALIDATION, count(110));
        counts.put(Part.TEST, count(118));
        return new ModelCard(
                "demo",
                3,
                NOW,
                "0.1.0",
                "BigDL 0.13.0 (mkldnn)",
                2,
                "resnet18",
                0.2,
                new Shape(3, 128, 128),
                GRADES,
                new Normalisation(List.of(0.4, 0.3, 0.2), List.of(0.2, 0.2, 0.2)),
                ModelCard.RANDOM,
                Map.of("training.model", "resnet18", "training.epochs", "30"),
                Map.of("gold_demo.image_tensor", 2L),
                counts,
                22,
                epochs(30),
                Optional.of(evaluation(predictions)));
    }

    private static Split.Count count(int images) {
        return new Split.Count(
                images,
                images,
                images - 5,
                Map.of("0 none", images / 2, "1 mild", images / 8, "2 moderate", images / 8, "3 severe", images / 8));
    }

    static List<EpochRecord> epochs(int epochs) {
        Random random = new Random(3);
        return IntStream.rangeClosed(1, epochs)
                .mapToObj(e -> new EpochRecord(
                        e,
                        epochs,
                        1,
                        1,
                        0.05 * (1 + Math.cos(Math.PI * e / epochs)) / 2,
                        1.6 * Math.exp(-e / 9.0) + 0.05 * random.nextDouble(),
                        1 - 0.7 * Math.exp(-e / 9.0),
                        new EpochRecord.Figures(
                                0.6 + Math.exp(-e / 6.0) + 0.08 * random.nextDouble() + 0.008 * e,
                                0.75 - 0.5 * Math.exp(-e / 7.0) + 0.03 * random.nextDouble(),
                                0.65 - 0.45 * Math.exp(-e / 7.0) + 0.03 * random.nextDouble(),
                                0.88 - 0.35 * Math.exp(-e / 7.0) + 0.02 * random.nextDouble()),
                        310,
                        1.4,
                        e == 22,
                        Pace.ALONE))
                .toList();
    }

    private static Result judged() {
        Random random = new Random(5);
        boolean[] positive = new boolean[186];
        double[] scores = new double[186];
        for (int i = 0; i < 186; i++) {
            positive[i] = i < 33;
            scores[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
        }
        return new Result.Judged(
                new Estimate(0.762, 0.671, 0.841),
                Roc.curve(positive, scores),
                List.of(
                        new Coefficient("encounters in the 12 months before", 0.812),
                        new Coefficient("resting heart rate, mean of 30 days", 0.441),
                        new Coefficient("steps per day, mean of 30 days", -0.392)));
    }

    private static List<Distribution> distributions() {
        List<Distribution> all = new ArrayList<>();
        all.add(new Distribution(
                "gold_demo.image_tensor",
                "label",
                "Class of the image",
                570,
                0,
                Optional.empty(),
                List.of(
                        new Bin("0 none", 288),
                        new Bin("1 mild", 90),
                        new Bin("2 moderate", 81),
                        new Bin("3 severe", 66),
                        new Bin("4 proliferative", 45))));
        String[] names = {"age", "steps_per_day", "resting_heart_rate", "loinc_4548_4_latest", "sleep_hours"};
        String[] meanings = {
            "Age at the index date, years",
            "Mean of 30 days, steps per day",
            "Mean of 30 days, beats per minute",
            "Haemoglobin A1c, newest value, %",
            "Mean of 30 days, hours"
        };
        for (int f = 0; f < names.length; f++) {
            List<Bin> bins = new ArrayList<>();
            for (int b = 0; b < 16; b++) {
                bins.add(new Bin("" + b, Math.round(40 * Math.exp(-Math.pow(b - 4.0 - f, 2) / (8 + f)))));
            }
            all.add(new Distribution(
                    "gold_demo.donor_features",
                    names[f],
                    meanings[f],
                    200 - 28L * f,
                    28L * f,
                    Optional.of(new Quantiles(3.1 + f, 43.27 * (f + 1), 8_312.4 * f + 81)),
                    bins));
        }
        return all;
    }

    private static List<StageRun> stages() {
        return List.of(
                new StageRun(
                        "collect",
                        "FINISHED",
                        NOW,
                        48.2,
                        "FHIR resources of synthea-demo 184,210, acknowledged 276,397"),
                new StageRun("ingest", "FINISHED", NOW, 31.7, "ehr_fhir 184,210, ehr_fhir quarantined 12"),
                new StageRun(
                        "curate.observation", "FINISHED", NOW, 22.9, "read 98,433, waiting 8,120, inserted 98,120"),
                new StageRun("features.demo.images", "FINISHED", NOW, 14.1, "images 570, donors 570, clusters 561"),
                new StageRun("train.demo", "FAILED", NOW, 312.4, "epochs 30"));
    }

    private static List<TableStatus> tables() {
        return List.of(
                new TableStatus("bronze.ehr", 184_210, 48_311_221, 12, 4, NOW),
                new TableStatus("silver.observation", 97_909, 6_311_221, 8, 3, NOW),
                new TableStatus("gold_demo.image_tensor", 570, 29_311_000, 2, 2, NOW),
                new TableStatus("ops.run", 41, 90_112, 41, 40, NOW));
    }
}
