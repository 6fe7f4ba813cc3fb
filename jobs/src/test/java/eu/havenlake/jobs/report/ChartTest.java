package eu.havenlake.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.lake.statistics.Roc;
import eu.havenlake.training.engine.worker.EpochRecord;
import eu.havenlake.training.engine.worker.Pace;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void curvesOfOtherPlacesShareOneAxis() {
        Chart chart = Chart.roc(
                List.of("a", "none", "b"), List.of(points(0, 0, 0, 1, 1, 1), List.of(), points(0, 0, 0.5, 0.5, 1, 1)));

        assertThat(chart.x()).containsExactly(0.0, 0.0, 0.0, 0.5, 1.0, 1.0);
        assertThat(chart.series()).extracting(Chart.Series::label).containsExactly("a", "b");
        assertThat(chart.series().get(0).values()).containsExactly(0.0, 1.0, null, null, 1.0, null);
        assertThat(chart.series().get(1).values()).containsExactly(null, null, 0.0, 0.5, null, 1.0);
    }

    @Test
    void lineWithoutFiguresIsLeftOut() {
        EpochRecord epoch =
                new EpochRecord(1, 1, 1, 1, 0.1, 0.7, 0.5, EpochRecord.Figures.NONE, 10, 1, true, Pace.ALONE);

        assertThat(Chart.loss(List.of(epoch)).json())
                .isEqualTo("{\"xLabel\":\"epoch\",\"yLabel\":\"\",\"unit\":false,\"x\":[1.0],"
                        + "\"series\":[{\"label\":\"training\",\"values\":[0.7]}]}");
    }

    @Test
    void notANumberIsAGapAndNotBrokenJson() {
        EpochRecord good =
                new EpochRecord(1, 2, 1, 1, 0.1, 0.7, 0.5, EpochRecord.Figures.NONE, 10, 1, true, Pace.ALONE);
        EpochRecord bad =
                new EpochRecord(2, 2, 1, 1, 0.1, Double.NaN, 0.5, EpochRecord.Figures.NONE, 10, 1, false, Pace.ALONE);

        assertThat(Chart.loss(List.of(good, bad)).json()).contains("[0.7,null]");
    }

    @Test
    void noCurveIsAnEmptyChart() {
        assertThat(Chart.roc(List.of("a"), List.of(List.of())).isEmpty()).isTrue();
    }

    private static List<Roc.Point> points(double... xy) {
        return IntStream.range(0, xy.length / 2)
                .mapToObj(i -> new Roc.Point(0, xy[2 * i], xy[2 * i + 1]))
                .toList();
    }
}
