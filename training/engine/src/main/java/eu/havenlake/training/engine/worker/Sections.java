package eu.havenlake.training.engine.worker;

import eu.havenlake.training.engine.exchange.Exchange;
import eu.havenlake.training.engine.optimiser.Optimiser;
import eu.havenlake.training.spi.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a training goes into a checkpoint, and back. */
final class Sections {
    private static final String PARAMETERS = "parameters";
    private static final String STATISTICS = "statistics";
    private static final String OPTIMISER = "optimiser.";
    private static final String AVERAGE = "average";
    private static final String BEST = "best.";

    private Sections() {}

    /** A worker's slice; the first worker adds what has no slices. */
    static List<Section> of(
            Exchange exchange, Replica replica, Optimiser optimiser, MovingAverage average, Optional<Best.Kept> best) {
        int from = exchange.from(replica.parameterCount());
        int length = exchange.length(replica.parameterCount());
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(PARAMETERS, from, replica.parameters(), from, length));
        for (float[] state : optimiser.state()) {
            sections.add(new Section(OPTIMISER + sections.size(), from, state, 0, length));
        }
        if (average.kept()) {
            sections.add(new Section(AVERAGE, from, average.slice(), 0, length));
        }
        best.ifPresent(kept -> sections.add(new Section(BEST + PARAMETERS, from, kept.slice(), 0, length)));
        if (exchange.worker() == 0) {
            sections.add(whole(STATISTICS, Weights.of(replica).statistics()));
            best.ifPresent(kept -> sections.add(whole(BEST + STATISTICS, kept.statistics())));
        }
        return sections;
    }

    private static Section whole(String name, float[] values) {
        return new Section(name, 0, values, 0, values.length);
    }

    static void restore(Stored stored, Exchange exchange, Replica replica, Optimiser optimiser) {
        int length = replica.parameterCount();
        int number = 1;
        for (float[] state : optimiser.state()) {
            float[] whole = stored.whole(OPTIMISER + number++, length);
            System.arraycopy(whole, exchange.from(length), state, 0, state.length);
        }
        weights(stored, "", replica).restore(replica);
    }

    static void average(Stored stored, Exchange exchange, Replica replica, MovingAverage average) {
        if (average.kept()) {
            int length = replica.parameterCount();
            float[] whole = stored.whole(AVERAGE, length);
            System.arraycopy(whole, exchange.from(length), average.slice(), 0, exchange.length(length));
        }
    }

    static Weights best(Stored stored, Replica replica) {
        return weights(stored, BEST, replica);
    }

    private static Weights weights(Stored stored, String prefix, Replica replica) {
        return new Weights(
                stored.whole(prefix + PARAMETERS, replica.parameterCount()),
                stored.whole(prefix + STATISTICS, replica.statisticsCount()));
    }
}
