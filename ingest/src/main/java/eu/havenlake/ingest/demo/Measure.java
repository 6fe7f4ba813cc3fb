package eu.havenlake.ingest.demo;

import java.time.Instant;

/** One measurement of a wearable, before it has the form of a data point. */
sealed interface Measure {
    /** When it was over and could be sent. */
    Instant end();

    /** Heart rate in beats/min at an instant. */
    record HeartRate(Instant end, long bpm, boolean asleep) implements Measure {}

    /** Steps of one bout. */
    record Steps(WearableDay.Span span, long count) implements Measure {
        @Override
        public Instant end() {
            return span.end();
        }
    }

    /** Hours asleep of a time in bed. */
    record Sleep(WearableDay.Span bed, double hours) implements Measure {
        @Override
        public Instant end() {
            return bed.end();
        }
    }

    /** Body weight in kg. */
    record Weight(Instant end, double kg) implements Measure {}
}
