package eu.havenlake.jobs.lifecycle;

import eu.havenlake.training.engine.worker.EpochRecord;

/** An epoch in one line of a terminal. */
final class EpochLine {
    private EpochLine() {}

    static String of(EpochRecord epoch) {
        EpochRecord.Figures validation = epoch.validation();
        return "epoch %2d/%d  loss %.3f  validation loss %.3f  balanced accuracy %.3f  ROC-AUC %.3f  %.0f images/s%s%s"
                .formatted(
                        epoch.epoch(),
                        epoch.epochs(),
                        epoch.trainingLoss(),
                        validation.loss(),
                        validation.balancedAccuracy(),
                        validation.rocAuc(),
                        epoch.imagesPerSecond(),
                        epoch.best() ? "  best" : "",
                        "  about %.0f s to go".formatted(epoch.seconds() * (epoch.epochs() - epoch.epoch())));
    }
}
