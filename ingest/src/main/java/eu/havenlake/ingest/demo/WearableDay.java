package eu.havenlake.ingest.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What the device of one wearer measures from one noon to the next, so that a night is whole. Times are UTC: a
 * synthetic wearer lives there.
 */
final class WearableDay {
    private static final Duration AWAKE_STEP = Duration.ofMinutes(15);
    private static final Duration ASLEEP_STEP = Duration.ofMinutes(30);

    private final WearerProfile wearer;
    private final Random random;
    private final Instant noon;
    private final Span bed;
    private final List<Bout> bouts;
    private final List<Span> off = new ArrayList<>();
    private final double levelOfDay;

    /** A time from {@code start}, included, to {@code end}, excluded. */
    record Span(Instant start, Instant end) {
        boolean holds(Instant time) {
            return !time.isBefore(start) && time.isBefore(end);
        }

        boolean meets(Span other) {
            return start.isBefore(other.end) && other.start.isBefore(end);
        }

        double hours() {
            return Duration.between(start, end).toSeconds() / 3600.0;
        }
    }

    /**
     * A walk or the like.
     *
     * @param span when
     * @param cadence steps per minute
     */
    record Bout(Span span, double cadence) {
        long steps() {
            return Math.round(span.hours() * 60 * cadence);
        }
    }

    WearableDay(WearerProfile wearer, LocalDate day, Random random) {
        this.wearer = wearer;
        this.random = random;
        this.noon = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
        this.bed = bed();
        this.levelOfDay = Seeds.about(random, 0, 1.5);
        this.bouts = bouts(day);
        takeOff();
    }

    /** Everything measured, by kind and time. */
    List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        heartRates(measures);
        bouts.stream()
                .filter(bout -> isOn(bout.span()))
                .forEach(bout -> measures.add(new Measure.Steps(bout.span(), bout.steps())));
        if (isOn(bed)) {
            measures.add(new Measure.Sleep(bed, bed.hours() * Seeds.between(random, 0.86, 0.96)));
        }
        if (wearer.hasScale() && random.nextInt(4) == 0) {
            measures.add(
                    new Measure.Weight(bed.end().plusSeconds(600), wearer.weightKg() + Seeds.about(random, 0, 0.4)));
        }
        return measures;
    }

    private Span bed() {
        Instant start = at(wearer.bedtime() + Seeds.about(random, 0, 0.5));
        double hours = Math.max(4, wearer.sleepHours() + Seeds.about(random, 0, 0.7));
        return new Span(start, start.plusSeconds(60 * Math.round(hours * 60)));
    }

    private Instant at(double hoursAfterNoon) {
        return noon.plusSeconds(60 * Math.round(hoursAfterNoon * 60));
    }

    /** Walks of 5 to 35 minutes until the day's steps are made, none in bed, none on top of another. */
    private List<Bout> bouts(LocalDate day) {
        double weekend = day.getDayOfWeek().getValue() >= 6 ? 0.8 : 1;
        double left = wearer.stepsPerDay() * weekend * Math.exp(Seeds.about(random, 0, 0.25));
        List<Bout> made = new ArrayList<>();
        for (int attempt = 0; attempt < 60 && left > 200; attempt++) {
            Instant start = at(Seeds.between(random, 0.0, 23.2));
            Span span = new Span(start, start.plus(Duration.ofMinutes(Seeds.between(random, 5, 35))));
            if (!span.meets(bed) && made.stream().noneMatch(bout -> bout.span().meets(span))) {
                Bout bout = new Bout(span, Math.round(Seeds.between(random, 45.0, 115.0)));
                made.add(bout);
                left -= bout.steps();
            }
        }
        made.sort((a, b) -> a.span().start().compareTo(b.span().start()));
        return made;
    }

    /** The device is off while it charges, on some nights, and on about every fifteenth day. */
    private void takeOff() {
        Instant charging = at(Seeds.between(random, 0.0, 22.0));
        off.add(new Span(charging, charging.plus(Duration.ofMinutes(Seeds.between(random, 40, 110)))));
        if (random.nextDouble() > wearer.wearsAtNight()) {
            off.add(new Span(bed.start().minusSeconds(900), bed.end().plusSeconds(900)));
        }
        if (random.nextInt(15) == 0) {
            off.add(new Span(noon, noon.plus(Duration.ofDays(1))));
        }
    }

    private boolean isOn(Span span) {
        return off.stream().noneMatch(span::meets);
    }

    private void heartRates(List<Measure> measures) {
        double wander = 0;
        Instant end = noon.plus(Duration.ofDays(1));
        Instant time = noon.plusSeconds(60L * random.nextInt(10));
        while (time.isBefore(end)) {
            boolean asleep = bed.holds(time);
            wander = 0.7 * wander + Seeds.about(random, 0, asleep ? 1.0 : 2.5);
            if (isOn(new Span(time, time.plusSeconds(60)))) {
                measures.add(new Measure.HeartRate(time, Math.round(bpm(time, asleep, wander)), asleep));
            }
            time = time.plus(asleep ? ASLEEP_STEP : AWAKE_STEP);
        }
    }

    /** Rest, a daily wave with its top in the afternoon, what being awake adds, and walking by its cadence. */
    private double bpm(Instant time, boolean asleep, double wander) {
        double hour = Duration.between(noon, time).toMinutes() / 60.0;
        double wave = Math.cos(2 * Math.PI * (hour - 4.5) / 24);
        double activity = bouts.stream()
                .filter(bout -> bout.span().holds(time))
                .mapToDouble(bout -> 14 + 0.3 * (bout.cadence() - 45))
                .sum();
        double bpm = wearer.restingBpm() + levelOfDay + wander + (asleep ? 3 * wave : 10 + 4 * wave) + activity;
        return Math.max(38, Math.min(wearer.maximalBpm(), bpm));
    }
}
