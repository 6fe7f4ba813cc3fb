package eu.havenlake.jobs.lifecycle;

import eu.havenlake.ingest.bronze.AcceptedLoss;
import eu.havenlake.ingest.bronze.BatchAccount;
import eu.havenlake.ingest.bronze.BronzeIngest;
import eu.havenlake.ingest.bronze.Quarantine;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.jobs.operation.Reconciliation;
import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.Trouble;
import eu.havenlake.lake.run.Outcome;
import eu.havenlake.lake.run.RunRecord;
import eu.havenlake.lake.upkeep.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ingest, once or again and again: each round takes in what there is, compares it with what was sent, and keeps the
 * tables in shape.
 */
record IngestRounds(Workplace place) {
    /** Rounds that may fail one after another, as while a broker is started anew. */
    private static final int FAILURES = 5;

    private static final List<Topic> TOPICS = List.of(Topic.values());

    /** One round; what was sent is compared also where nothing of it came. */
    Outcome once(AcceptedLoss accepted) {
        Instant began = place.clock().instant();
        Outcome outcome = round(accepted, () -> false);
        Map<Boolean, List<Reconciliation.Sent>> unequal =
                unequal(began).stream().collect(Collectors.partitioningBy(sent -> accepted.coversAllOf(sent.topic())));
        new Reconciliation(place.lake()).accept(unequal.get(true), place.run(), began);
        refuse(unequal.get(false));
        return outcome;
    }

    private List<Reconciliation.Sent> unequal(Instant now) {
        return new Reconciliation(place.lake())
                .between(now.minus(Topic.RETENTION), now).stream()
                        .filter(sent -> !sent.agrees())
                        .toList();
    }

    private Outcome round(AcceptedLoss accepted, BooleanSupplier stop) {
        Outcome outcome = new BronzeIngest(
                        place.lake(), place.kafka(), place.distribution().version(), place.run(), place.clock())
                .takeIn(TOPICS, accepted, stop);
        Upkeep upkeep = new Upkeep(place.lake());
        Stream.concat(
                        Arrays.stream(Topic.values()).map(Topic::bronze),
                        Stream.of(BatchAccount.INGEST_BATCH, Quarantine.QUARANTINE, RunRecord.RUN))
                .filter(upkeep::isDue)
                .forEach(table -> upkeep.compact(table.qualifiedName()));
        return outcome;
    }

    /**
     * Rounds with a pause between them; one that fails is told and tried again. What was sent is compared after each in
     * which another command had ended, and until it agrees.
     */
    Outcome until(StopSignal stop, Duration pause) {
        Map<String, Long> counts = new TreeMap<>();
        Outcome last = Outcome.NONE;
        int failures = 0;
        long compared = -1;
        do {
            try {
                long ended = place.lake().version(RunRecord.RUN);
                Instant began = place.clock().instant();
                last = round(AcceptedLoss.NONE, stop::isAsked);
                last.counts().forEach((name, number) -> counts.merge(name, number, Long::sum));
                say(last.counts());
                if (ended > compared && !stop.isAsked()) {
                    refuse(unequal(began));
                    compared = ended;
                }
                failures = 0;
            } catch (RuntimeException e) {
                if (++failures == FAILURES) {
                    throw e;
                }
                place.say("  %s%n  Trying again in %d s (%d of %d)."
                        .formatted(words(e), pause.toSeconds(), failures, FAILURES - 1));
            }
        } while (!stop.isAskedWithin(pause));
        return new Outcome(last.inputs(), last.outputs(), counts);
    }

    private static String words(RuntimeException e) {
        return e instanceof HavenException ? e.getMessage() : Trouble.words(e);
    }

    private void say(Map<String, Long> counts) {
        String taken = counts.entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
        if (!taken.isEmpty()) {
            place.say("  %tT  %s".formatted(place.clock().instant().atZone(ZoneOffset.UTC), taken));
        }
    }

    /** @throws HavenException if there is one: bronze does not have what a run sent */
    static void refuse(List<Reconciliation.Sent> unequal) {
        if (!unequal.isEmpty()) {
            throw new HavenException(
                    "Cannot prove that bronze has all that was sent: %s. Compare ops.ingest_batch (first_offset, last_offset, runs) with the topic, and send again what is missing. To go on and note the difference: haven ingest --accept-loss %s"
                            .formatted(
                                    unequal.stream()
                                            .map(sent -> "topic %s: %s".formatted(sent.topic(), sent.explain()))
                                            .collect(Collectors.joining("; ")),
                                    unequal.getFirst().topic()));
        }
    }
}
