package eu.havenlake.training.engine.settings;

import eu.havenlake.training.spi.ModelFile;
import eu.havenlake.training.spi.Network;
import java.io.Serializable;
import java.util.List;

/**
 * All that decides a training besides the data. The size of the network's input comes from the table of tensors.
 *
 * @param model topology of the network
 * @param dropout share of values before the last layer set to zero while training, 0 up to below 1
 * @param start what it begins with
 * @param epochs passes over the training split
 * @param batch images per step
 * @param microBatches passes in which a worker computes its share of a batch, each of a part of the images: more need less
 *     memory
 * @param optimizer rule that turns gradients into weights
 * @param learningRate greatest rate of the schedule
 * @param momentum of SGD, 0 up to below 1
 * @param weightDecay strength of the pull of weights to zero (not of biases and normalisation)
 * @param clip how far a gradient may go
 * @param loss what is made small
 * @param labelSmoothing share of each label that is spread evenly over the classes, 0 … below 1
 * @param weightAverage decay of the moving average of the weights, which then is what is validated and kept; 0 = the
 *     weights themselves. Running statistics of batch normalisation are those of the last weights: an average over many
 *     more steps than these remember (about 20) may not fit them
 * @param schedule how the rate changes
 * @param classWeights how much an image of each class counts
 * @param augmentation random changes of training images
 * @param patience epochs without a better validation figure before training ends; 0 = never ends early
 * @param selection the validation figure that chooses the weights to keep
 * @param seed of weights, split, order, augmentation and intervals
 * @param validationFraction share of images for choosing the weights; 0 keeps the last epoch's
 * @param testFraction share of images held out for the final figures
 * @param sensitivity that a class's threshold must reach on the validation split, above 0 up to 1
 * @param engineJars folder of the isolated engine's jars
 * @param threads compute threads of a worker; 0 = the cores of the executor. Part of what makes a run repeatable
 * @param imagesInHeap share of an executor's heap that images may take, 0 … 1; if they need more, they lie in a private
 *     file mapped into memory
 * @param evaluateEvery iterations between two evaluations on the validation split within an epoch; 0 = only after each
 *     epoch
 * @param checkpointEvery evaluations between two checkpoints; 0 = none
 * @param dumpStep folder for what each worker's first pass saw and computed, for other frameworks to check; empty = none
 * @param workers on how many executors
 */
public record TrainingSettings(
        Network.Kind model,
        double dropout,
        Start start,
        int epochs,
        int batch,
        int microBatches,
        Optimizer optimizer,
        double learningRate,
        double momentum,
        double weightDecay,
        Clipping clip,
        Loss loss,
        double labelSmoothing,
        double weightAverage,
        Schedule schedule,
        ClassWeights classWeights,
        Augmentation augmentation,
        int patience,
        Selection selection,
        long seed,
        double validationFraction,
        double testFraction,
        double sensitivity,
        String engineJars,
        int threads,
        double imagesInHeap,
        int evaluateEvery,
        int checkpointEvery,
        String dumpStep,
        Workers workers)
        implements Serializable {

    /** Checks the ranges and reports every problem at once. */
    public TrainingSettings {
        Problems problems = new Problems("training.");
        problems.require(dropout >= 0 && dropout < 1, "dropout", dropout, "from 0 to below 1");
        problems.require(
                model != Network.Kind.FILE
                        || start.keepHead() && !start.weights().isBlank() && dropout == 0,
                "model",
                model,
                "with training.start.weights (a .bigdl file or a model of this home), training.start.keep-head = true and training.dropout = 0: layers and weights are those of the file");
        problems.atLeast("epochs", epochs, 1);
        problems.atLeast("batch", batch, 1);
        problems.atLeast("micro-batches", microBatches, 1);
        problems.require(
                labelSmoothing >= 0 && labelSmoothing < 1, "label-smoothing", labelSmoothing, "from 0 to below 1");
        problems.require(weightAverage >= 0 && weightAverage < 1, "weight-average", weightAverage, "from 0 to below 1");
        problems.positive("learning-rate", learningRate);
        problems.require(momentum >= 0 && momentum < 1, "momentum", momentum, "from 0 to below 1");
        problems.range("weight-decay", weightDecay, 0, 1);
        problems.atLeast("patience", patience, 0);
        problems.range("validation-fraction", validationFraction, 0, 0.9);
        problems.range("test-fraction", testFraction, 0, 0.9);
        problems.require(
                validationFraction + testFraction < 1,
                "validation-fraction + test-fraction",
                validationFraction + testFraction,
                "below 1, so that images are left to train on");
        problems.require(
                patience == 0 || validationFraction > 0,
                "patience",
                patience,
                "of 0, or a validation-fraction above 0: only a validation split can end training early");
        problems.require(sensitivity > 0 && sensitivity <= 1, "sensitivity", sensitivity, "above 0, up to 1");
        problems.atLeast("threads", threads, 0);
        problems.range("images-in-heap", imagesInHeap, 0, 1);
        problems.atLeast("evaluate-every", evaluateEvery, 0);
        problems.atLeast("checkpoint-every", checkpointEvery, 0);
        problems.require(!engineJars.isBlank(), "engine-jars", "\"\"", "that names the folder jars-bigdl");
        problems.throwIfAny();
    }

    /** What of the settings a training can only go on with. */
    public List<Object> decisive() {
        return List.of(
                // In these words since the first checkpoints.
                "Network[kind=" + model + ", dropout=" + dropout + "]",
                start,
                epochs,
                batch,
                microBatches,
                optimizer,
                learningRate,
                momentum,
                weightDecay,
                clip,
                loss,
                labelSmoothing,
                weightAverage,
                evaluateEvery,
                schedule,
                classWeights,
                augmentation,
                patience,
                selection,
                workers.wire(),
                seed);
    }

    /**
     * The network these settings name.
     *
     * @param file that holds it, if {@link #model} says so
     */
    public Network network(ModelFile file) {
        return new Network(model, dropout, file);
    }
}
