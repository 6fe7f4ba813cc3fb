package eu.havenlake.ingest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FundusSetTest {
    private final List<Eye> eyes = new FundusSet(5, 600).eyes();

    @Test
    void aboutFourInTenAreReferable() {
        double referable = eyes.stream().filter(Eye::referable).count() / 600.0;
        assertThat(referable).isBetween(0.33, 0.5);
    }

    @Test
    void everyGradeIsThere() {
        assertThat(new FundusSet(5, 200).eyes().stream().map(Eye::grade).distinct())
                .hasSize(Eye.GRADES);
        Map<Integer, Long> counts = eyes.stream().collect(Collectors.groupingBy(Eye::grade, Collectors.counting()));
        assertThat(counts.values()).allMatch(count -> count >= 40);
    }

    @Test
    void bothEyesOfAPatientAreAlikeSick() {
        Map<String, List<Eye>> byPatient = eyes.stream().collect(Collectors.groupingBy(Eye::patient));
        assertThat(byPatient.keySet()).hasSize(300).containsExactlyInAnyOrderElementsOf(FundusSet.patients(600));
        assertThat(byPatient.values()).allSatisfy(pair -> {
            assertThat(pair).extracting(Eye::side).containsExactly(Eye.Side.LEFT, Eye.Side.RIGHT);
            assertThat(Math.abs(pair.get(0).grade() - pair.get(1).grade())).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void labelFollowsFromTheGrade() {
        assertThat(new Eye("p", Eye.Side.LEFT, 1).label()).isEqualTo("not-referable");
        assertThat(new Eye("p", Eye.Side.LEFT, 2).label()).isEqualTo("referable");
    }
}
