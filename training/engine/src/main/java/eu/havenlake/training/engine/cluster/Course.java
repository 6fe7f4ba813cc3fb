package eu.havenlake.training.engine.cluster;

import eu.havenlake.training.engine.checkpoint.Checkpoint;
import eu.havenlake.training.engine.checkpoint.Checkpoints;
import eu.havenlake.training.engine.data.Images;
import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The epochs of one worker, from the checkpoint it begins with, with those it leaves behind. */
final class Course {

    private final Plan plan;
    private final Checkpoints checkpoints;
    private final Trainer trainer;
    private final Exchange exchange;
    private final Consumer<EpochRecord> progress;
    private final List<EpochRecord> epochs = new ArrayList<>();

    Course(Plan plan, Checkpoints checkpoints, Trainer trainer, Exchange exchange, Consumer<EpochRecord> progress) {
        this.plan = plan;
        this.checkpoints = checkpoints;
        this.trainer = trainer;
        this.exchange = exchange;
        this.progress = progress;
    }

    /** @return the number of the epoch whose weights are kept */
    int run(Optional<Images> validation) {
        if (plan.done() > 0) {
            epochs.addAll(checkpoints.of(plan.done()).epochs());
            trainer.resume(epochs, validation.isPresent(), checkpoints.read(plan.done()));
        }
        return trainer.train(validation, this::done);
    }

    /** All records so far, also those before the checkpoint. */
    List<EpochRecord> epochs() {
        return List.copyOf(epochs);
    }

    private void done(EpochRecord epoch) {
        epochs.add(epoch);
        int every = plan.settings().checkpointEvery();
        if (every > 0 && epochs.size() % every == 0 && epoch.trained() < epoch.epochs()) {
            String start = plan.start().value().said();
            checkpoints.save(
                    new Checkpoint(plan.training(), start, plan.threads(), epochs, List.of()),
                    trainer.sections(),
                    exchange);
        }
        progress.accept(epoch);
    }
}
