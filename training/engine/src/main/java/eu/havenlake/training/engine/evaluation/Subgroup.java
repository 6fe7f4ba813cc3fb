package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Estimate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How good a model is for a part of the donors. Groups of fewer than {@value #FEWEST} donors are left out: their figures
 * would say more of persons than of the model; and so is a whole division that leaves fewer than that over.
 *
 * @param by what parts the donors, such as {@code sex}
 * @param value of this group
 * @param images of the group
 * @param donors of the group
 * @param accuracy share of right answers
 * @param rocAuc area under the ROC curve, as in {@link Evaluation#ROC_AUC}
 */
public record Subgroup(String by, String value, int images, int donors, Estimate accuracy, Estimate rocAuc)
        implements Serializable {

    /** Donors that a group must have. */
    public static final int FEWEST = 10;

    /** @param groups of each image by its id: the value by what parts the donors */
    static List<Subgroup> of(
            List<Prediction> predictions, Map<String, Map<String, String>> groups, int classes, Bootstrap bootstrap) {
        Map<String, Map<String, List<Prediction>>> divisions = new TreeMap<>();
        for (Prediction prediction : predictions) {
            groups.getOrDefault(prediction.image(), Map.of())
                    .forEach((by, value) -> divisions
                            .computeIfAbsent(by, division -> new TreeMap<>())
                            .computeIfAbsent(value, group -> new ArrayList<>())
                            .add(prediction));
        }
        List<Subgroup> subgroups = new ArrayList<>();
        divisions.forEach((by, members) -> shown(members, predictions)
                .forEach((value, group) -> subgroups.add(of(Map.entry(by, value), group, classes, bootstrap))));
        return subgroups;
    }

    /**
     * The groups that are large enough; none where the images in no group shown are of so few donors that these could be
     * reckoned from the figures of all.
     */
    private static Map<String, List<Prediction>> shown(
            Map<String, List<Prediction>> members, List<Prediction> predictions) {
        Map<String, List<Prediction>> large = new TreeMap<>(members);
        large.values().removeIf(group -> donors(group) < FEWEST);
        Set<Prediction> seen = large.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        long rest = donors(predictions.stream()
                .filter(prediction -> !seen.contains(prediction))
                .toList());
        return rest > 0 && rest < FEWEST ? Map.of() : large;
    }

    private static long donors(List<Prediction> predictions) {
        return predictions.stream().map(Prediction::donor).distinct().count();
    }

    private static Subgroup of(
            Map.Entry<String, String> group, List<Prediction> members, int classes, Bootstrap bootstrap) {
        Answers answers = Answers.of(members, classes);
        List<String> donors = members.stream().map(Prediction::donor).toList();
        return new Subgroup(
                group.getKey(),
                group.getValue(),
                members.size(),
                (int) donors(members),
                bootstrap.estimate(donors, rows -> answers.matrix(rows).accuracy()),
                bootstrap.estimate(donors, answers::rocAuc));
    }
}
