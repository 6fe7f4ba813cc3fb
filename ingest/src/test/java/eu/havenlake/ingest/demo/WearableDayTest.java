package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WearableDayTest {
    private static final LocalDate DAY = LocalDate.of(2024, 12, 2);

    @Test
    void heartIsSlowerAtNight() {
        for (int donor = 0; donor < 20; donor++) {
            List<Measure.HeartRate> rates = rates(donor, 30);
            double awake = mean(rates.stream().filter(rate -> !rate.asleep()));
            double asleep = mean(rates.stream().filter(Measure.HeartRate::asleep));
            assertThat(awake - asleep).isBetween(6.0, 30.0);
        }
    }

    @Test
    void heartRatesAreThoseOfTheLiving() {
        assertThat(IntStream.range(0, 40).boxed().flatMap(donor -> rates(donor, 10).stream()))
                .allMatch(rate -> rate.bpm() >= 38 && rate.bpm() <= 190);
    }

    @Test
    void deviceIsOffNowAndThen() {
        List<Measure.HeartRate> rates = rates(1, 30);
        long gaps = IntStream.range(1, rates.size())
                .filter(i ->
                        Duration.between(rates.get(i - 1).end(), rates.get(i).end())
                                        .toMinutes()
                                > 40)
                .count();
        assertThat(gaps).isGreaterThan(8);
        assertThat(rates).hasSizeBetween(1200, 2400);
    }

    @Test
    void walksHaveTheCadenceOfWalking() {
        measures(2, 30)
                .filter(Measure.Steps.class::isInstance)
                .map(Measure.Steps.class::cast)
                .forEach(steps -> {
                    assertThat(steps.span().hours()).isPositive();
                    assertThat(steps.count() / (steps.span().hours() * 60)).isBetween(44.0, 116.0);
                });
    }

    @Test
    void walksDoNotOverlapAndNobodyWalksAsleep() {
        List<Measure> day = new WearableDay(wearer(3), DAY, new Random(3)).measures();
        List<WearableDay.Span> walks = day.stream()
                .filter(Measure.Steps.class::isInstance)
                .map(measure -> ((Measure.Steps) measure).span())
                .toList();
        List<WearableDay.Span> beds = day.stream()
                .filter(Measure.Sleep.class::isInstance)
                .map(measure -> ((Measure.Sleep) measure).bed())
                .toList();
        assertThat(walks).isNotEmpty();
        for (int i = 0; i < walks.size(); i++) {
            WearableDay.Span walk = walks.get(i);
            assertThat(walks.subList(i + 1, walks.size())).noneMatch(walk::meets);
            assertThat(beds).noneMatch(walk::meets);
        }
    }

    @Test
    void theOldWalkLess() {
        assertThat(stepsPerDay(75)).isLessThan(0.85 * stepsPerDay(30)).isGreaterThan(1500);
    }

    @Test
    void sleepIsShorterThanTheTimeInBed() {
        assertThat(measures(4, 30).filter(Measure.Sleep.class::isInstance).map(Measure.Sleep.class::cast))
                .isNotEmpty()
                .allMatch(sleep -> sleep.hours() < sleep.bed().hours() && sleep.hours() > 3 && sleep.hours() < 12);
    }

    private static double stepsPerDay(int age) {
        return IntStream.range(0, 60)
                        .boxed()
                        .flatMap(i -> new WearableDay(
                                        WearerProfile.of(age, i % 2 == 0, new Random(i)), DAY, new Random(i))
                                .measures().stream())
                        .filter(Measure.Steps.class::isInstance)
                        .mapToLong(measure -> ((Measure.Steps) measure).count())
                        .sum()
                / 60.0;
    }

    private static WearerProfile wearer(int donor) {
        return WearerProfile.of(25 + 2 * donor % 50, donor % 2 == 0, new Random(donor));
    }

    private static Stream<Measure> measures(int donor, int days) {
        Random random = new Random(donor + 100);
        return IntStream.range(0, days)
                .boxed()
                .flatMap(day -> new WearableDay(wearer(donor), DAY.plusDays(day), random).measures().stream());
    }

    private static List<Measure.HeartRate> rates(int donor, int days) {
        return measures(donor, days)
                .filter(Measure.HeartRate.class::isInstance)
                .map(Measure.HeartRate.class::cast)
                .toList();
    }

    private static double mean(Stream<Measure.HeartRate> rates) {
        return rates.mapToLong(Measure.HeartRate::bpm).average().orElseThrow();
    }
}
