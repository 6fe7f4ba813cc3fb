package eu.havenlake.ingest.demo;

import java.util.Random;

/**
 * How many lesions of each kind an eye has. The kinds that are allowed follow the ICDR scale (Wilkinson et al.,
 * Ophthalmology 2003;110:1677, table 3): microaneurysms alone in grade 1, more than those in 2, many haemorrhages in
 * all quadrants, venous beading or intraretinal microvascular abnormalities in 3, new vessels or haemorrhage into the
 * vitreous in 4. The numbers themselves are ours.
 *
 * @param microaneurysms red dots
 * @param blots blot and dot haemorrhages
 * @param flames haemorrhages along nerve fibres
 * @param exudates clusters of hard exudates
 * @param cottonWool cotton-wool spots
 * @param beading how much the venules swell and shrink, 0 to 1
 * @param abnormalVessels tortuous small vessels within the retina
 * @param newVessels fronds of new vessels
 * @param pools haemorrhages before the retina, with a level
 * @param clouds haemorrhages into the vitreous
 */
record LesionCounts(
        int microaneurysms,
        int blots,
        int flames,
        int exudates,
        int cottonWool,
        double beading,
        int abnormalVessels,
        int newVessels,
        int pools,
        int clouds) {

    static LesionCounts of(int grade, Random random) {
        return switch (grade) {
            case 0 -> new LesionCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            case 1 -> new LesionCounts(Seeds.between(random, 2, 8), 0, 0, 0, 0, 0, 0, 0, 0, 0);
            case 2 -> moderate(random);
            case 3 -> severe(random);
            default -> proliferative(random);
        };
    }

    private static LesionCounts moderate(Random random) {
        return new LesionCounts(
                Seeds.between(random, 5, 18),
                Seeds.between(random, 2, 10),
                Seeds.between(random, 0, 3),
                random.nextInt(10) < 6 ? Seeds.between(random, 1, 4) : 0,
                random.nextInt(10) < 4 ? Seeds.between(random, 1, 2) : 0,
                0,
                0,
                0,
                0,
                0);
    }

    private static LesionCounts severe(Random random) {
        return new LesionCounts(
                Seeds.between(random, 12, 30),
                Seeds.between(random, 20, 40),
                Seeds.between(random, 3, 9),
                random.nextInt(10) < 7 ? Seeds.between(random, 1, 5) : 0,
                Seeds.between(random, 0, 5),
                Seeds.between(random, 0.25, 0.5),
                Seeds.between(random, 1, 4),
                0,
                0,
                0);
    }

    private static LesionCounts proliferative(Random random) {
        int kind = random.nextInt(10);
        return new LesionCounts(
                Seeds.between(random, 5, 25),
                Seeds.between(random, 4, 24),
                Seeds.between(random, 0, 6),
                random.nextInt(10) < 6 ? Seeds.between(random, 1, 6) : 0,
                Seeds.between(random, 0, 3),
                Seeds.between(random, 0.0, 0.4),
                Seeds.between(random, 0, 3),
                kind < 8 ? Seeds.between(random, 1, 3) : 0,
                kind >= 5 ? 1 : 0,
                kind >= 8 || kind == 0 ? Seeds.between(random, 1, 3) : 0);
    }
}
