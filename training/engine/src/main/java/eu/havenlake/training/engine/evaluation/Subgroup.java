package eu.havenlake.training.engine.evaluation;

import eu.havenlake.lake.statistics.Bootstrap;
import eu.havenlake.lake.statistics.Estimate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How good a model is for a part of the donors. Groups of fewer than {@value #FEWEST} donors are left out: their figures
 * would say more of persons than of the model.
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
        Map<Map.Entry<String, String>, List<Prediction>> members =
                new TreeMap<>(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()));
        for (Prediction prediction : predictions) {
            groups.getOrDefault(prediction.image(), Map.of())
                    .forEach((by, value) -> members.computeIfAbsent(Map.entry(by, value), group -> new ArrayList<>())
                            .add(prediction));
        }
        return members.entrySet().stream()
                .map(group -> of(group.getKey(), group.getValue(), classes, bootstrap))
                .filter(group -> group.donors() >= FEWEST)
                .toList();
    }

    private static Subgroup of(
            Map.Entry<String, String> group, List<Prediction> members, int classes, Bootstrap bootstrap) {
        Answers answers = Answers.of(members, classes);
        List<String> donors = members.stream().map(Prediction::donor).toList();
        return new Subgroup(
                group.getKey(),
                group.getValue(),
                members.size(),
                (int) donors.stream().distinct().count(),
                bootstrap.estimate(donors, rows -> answers.matrix(rows).accuracy()),
                bootstrap.estimate(donors, answers::rocAuc));
    }
}
