package eu.havenlake.tests.bench;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code train_loop.py} does, with the PyTorch that the Deep Java Library brings: goes forward and back over one batch
 * as often as it is told, and the weights stay.
 */
final class DjlLoop {
    private DjlLoop() {}

    /** @param arguments {@code resnet50}, side of the images, batch, classes, threads */
    public static void main(String[] arguments) throws IOException {
        int side = Integer.parseInt(arguments[1]);
        int rows = Integer.parseInt(arguments[2]);
        int classes = Integer.parseInt(arguments[3]);
        System.setProperty("ai.djl.pytorch.num_threads", arguments[4]);
        PrintStream out = System.out;
        Shape shape = new Shape(rows, 3, side, side);
        Loss loss = Loss.softmaxCrossEntropyLoss();
        try (Model model = Model.newInstance(arguments[0], "PyTorch")) {
            model.setBlock(resnet50(classes));
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss));
                    NDManager manager = trainer.getManager().newSubManager()) {
                trainer.initialize(shape);
                NDArray images = manager.randomUniform(-1.7f, 1.7f, shape);
                NDArray labels = manager.arange(rows).mod(classes);
                pass(trainer, loss, images, labels);
                out.println("PyTorch " + Engine.getEngine("PyTorch").getVersion() + " through DJL");
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    int wanted = Integer.parseInt(line);
                    int done = 0;
                    for (; done < wanted; done += rows) {
                        pass(trainer, loss, images, labels);
                    }
                    out.println(done);
                }
            }
        }
    }

    private static void pass(Trainer trainer, Loss loss, NDArray images, NDArray labels) {
        try (GradientCollector collector = trainer.newGradientCollector();
                NDManager own = trainer.getManager().newSubManager()) {
            collector.zeroGradients();
            // What is computed from an array lives as long as whatever that is attached to.
            NDArray batch = images.duplicate();
            batch.attach(own);
            NDList answers = trainer.forward(new NDList(batch));
            collector.backward(loss.evaluate(new NDList(labels), answers));
        }
    }

    private static Block resnet50(int classes) {
        SequentialBlock net = new SequentialBlock()
                .add(convolution(64, 7, 2))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
        int[] blocks = {3, 4, 6, 3};
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                net.add(bottleneck(64 << stage, block == 0, block == 0 && stage > 0 ? 2 : 1));
                net.add(Activation.reluBlock());
            }
        }
        return net.add(Pool.globalAvgPool2dBlock())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(classes).build());
    }

    private static Block bottleneck(int width, boolean projects, int stride) {
        SequentialBlock way = new SequentialBlock()
                .add(convolution(width, 1, 1))
                .add(Activation.reluBlock())
                .add(convolution(width, 3, stride))
                .add(Activation.reluBlock())
                .add(convolution(4 * width, 1, 1));
        Block shortcut = projects ? convolution(4 * width, 1, stride) : new LambdaBlock(NDList::new);
        return new ParallelBlock(
                outputs -> new NDList(outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())),
                List.of(way, shortcut));
    }

    private static Block convolution(int filters, int side, int stride) {
        return new SequentialBlock()
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(side, side))
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(side / 2, side / 2))
                        .optBias(false)
                        .setFilters(filters)
                        .build())
                .add(BatchNorm.builder().build());
    }
}
