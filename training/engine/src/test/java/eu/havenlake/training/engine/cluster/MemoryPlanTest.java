package eu.havenlake.training.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.training.engine.fixture.SettingsBuilder;
import eu.havenlake.training.engine.settings.Optimizer;
import eu.havenlake.training.engine.settings.Wire;
import eu.havenlake.training.engine.settings.Workers;
import eu.havenlake.training.spi.Architecture;
import eu.havenlake.training.spi.Block;
import eu.havenlake.training.spi.Layout;
import eu.havenlake.training.spi.Network;
import eu.havenlake.training.spi.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

    private static final Architecture ARCHITECTURE =
            new Architecture(Network.named("resnet18"), new Shape(3, 64, 64), 5);
    private static final Layout LAYOUT =
            new Layout(List.of(new Block("w", 0, List.of(1000, 1000), Block.Kind.WEIGHT)), List.of(), 50_000);

    private final SettingsBuilder settings = new SettingsBuilder();

    @Test
    void aWorkerHoldsItsSliceItsShareOfTheImagesAndItsRowsOfABatch() {
        settings.batch = 64;
        settings.microBatches = 2;
        settings.optimizer = Optimizer.ADAMW;
        settings.weightAverage = 0.99;
        settings.workers = new Workers(4, 1, 60, 30, Wire.BFLOAT16, 5);
        MemoryPlan plan = MemoryPlan.of(settings.build(), ARCHITECTURE, LAYOUT, 2000, 1200);
        // 1,200 images in 19 batches of at most 64, that is 64 lanes, 16 a worker, 8 a pass.
        assertThat(plan.rows()).isEqualTo(8);
        assertThat(plan.heap())
                .containsEntry("weights", 4_000_000L)
                .containsEntry("gradients", 8_000_000L)
                .containsEntry("optimiser, own slice", 3_000_000L)
                .containsEntry("images", 500L * 3 * 64 * 64);
        assertThat(plan.outside()).containsEntry("activations and their gradients", 8L * 50_000 * 8);
        assertThat(plan.perStep())
                .as("2 bytes of gradients and 4 of weights, of three quarters")
                .isEqualTo(4_500_000);
    }

    @Test
    void theAdvisedMemoryIsEnoughForTheImagesToStayInIt() {
        settings.imagesInHeap = 0.4;
        MemoryPlan plan = MemoryPlan.of(settings.build(), ARCHITECTURE, LAYOUT, 1_000_000, 600_000);
        assertThat(0.4 * plan.executorMemory() * (1 << 20)).isGreaterThanOrEqualTo(1_000_000.0 * 3 * 64 * 64);
        settings.imagesInHeap = 0;
        assertThat(MemoryPlan.of(settings.build(), ARCHITECTURE, LAYOUT, 1_000_000, 600_000)
                        .executorMemory())
                .isLessThan(2048);
    }
}
