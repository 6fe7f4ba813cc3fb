package eu.havenlake.training.engine.cluster;

import eu.havenlake.lake.HavenException;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.evaluation.Prediction;
import eu.havenlake.training.engine.split.Part;
import eu.havenlake.training.engine.worker.Classifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** Asks a network about the rows of one partition, a batch at a time. */
final class AnswerTask implements Function1<Iterator<Row>, Iterator<Outcome>>, Serializable {

    private static final long serialVersionUID = 1L;

    private final Broadcast<Trained> trained;
    private final EngineSource engine;
    private final int threads;
    private final LongAccumulator answered;

    AnswerTask(Broadcast<Trained> trained, EngineSource engine, int threads, LongAccumulator answered) {
        this.trained = trained;
        this.engine = engine;
        this.threads = threads;
        this.answered = answered;
    }

    @Override
    public Iterator<Outcome> apply(Iterator<Row> rows) {
        return CollectionConverters.asScala(
                List.of(outcome(CollectionConverters.asJava(rows))).iterator());
    }

    private Outcome outcome(java.util.Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return new Outcome.Answered(Map.of());
        }
        try (Classifier classifier = trained.value().classifier(engine.usable(threads))) {
            List<Prediction> answers = new ArrayList<>();
            while (rows.hasNext()) {
                answers.addAll(answers(next(rows), classifier));
            }
            return new Outcome.Answered(Map.of(Part.TEST, answers));
        } catch (HavenException | IllegalArgumentException | IllegalStateException refusal) {
            return new Outcome.Refused(refusal.getMessage());
        }
    }

    private static List<Row> next(java.util.Iterator<Row> rows) {
        List<Row> batch = new ArrayList<>();
        while (rows.hasNext() && batch.size() < Classifier.ROWS) {
            batch.add(rows.next());
        }
        return batch;
    }

    private List<Prediction> answers(List<Row> batch, Classifier classifier) {
        List<List<Double>> probabilities =
                classifier.classify(batch.stream().map(this::pixels).toList());
        List<Prediction> answers = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Row row = batch.get(i);
            int label = trained.value().classes().indexOf(row.getString(2));
            answers.add(new Prediction(row.getString(0), row.getString(1), label, probabilities.get(i)));
        }
        answered.add(answers.size());
        return answers;
    }

    private byte[] pixels(Row row) {
        byte[] pixels = row.getAs(3);
        Images.refuseSize(
                row.getString(0), pixels.length, trained.value().architecture().input());
        return pixels;
    }
}
