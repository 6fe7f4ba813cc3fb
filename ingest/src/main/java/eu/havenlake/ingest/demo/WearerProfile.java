package eu.havenlake.ingest.demo;

import java.util.Random;

/**
 * The levels that make one wearer differ from another. Their means and spreads are round numbers of the order that
 * studies of adults report (steps fall and sleep shortens with age, resting heart rate is lower in the active and
 * higher in women); they are no model of anybody.
 *
 * @param restingBpm heart rate at rest, beats/min
 * @param maximalBpm heart rate that is never passed, beats/min
 * @param stepsPerDay steps on a mean day
 * @param bedtime mean hour of going to bed, hours after noon
 * @param sleepHours mean hours in bed
 * @param weightKg body weight, kg
 * @param wearsAtNight how likely the device stays on at night, 0 to 1
 * @param hasScale whether a body scale reports too
 */
record WearerProfile(
        double restingBpm,
        double maximalBpm,
        double stepsPerDay,
        double bedtime,
        double sleepHours,
        double weightKg,
        double wearsAtNight,
        boolean hasScale) {

    static WearerProfile of(int age, boolean female, Random random) {
        double fitness = Seeds.about(random, 0, 1);
        double steps = (8600 - 75 * Math.max(0, age - 35)) * Math.exp(0.3 * fitness + Seeds.about(random, 0, 0.1));
        return new WearerProfile(
                Seeds.about(random, 62, 4) + (female ? 3 : 0) - 4 * fitness + 0.05 * (age - 45),
                208 - 0.7 * age,
                Math.max(1200, steps),
                Seeds.about(random, 10.75, 0.6) - 0.01 * (age - 45),
                Seeds.about(random, 7.6, 0.5) - 0.012 * (age - 45),
                Seeds.about(random, female ? 70 : 84, 10) - 3 * fitness,
                random.nextDouble() < 0.2 ? 0.15 : 0.92,
                random.nextDouble() < 0.4);
    }
}
