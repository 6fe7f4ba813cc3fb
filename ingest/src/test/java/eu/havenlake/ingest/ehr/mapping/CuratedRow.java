package eu.havenlake.ingest.ehr.mapping;

import eu.havenlake.ingest.curation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Curates one resource and shows what came out of it as text. */
final class CuratedRow {
    private CuratedRow() {}

    /** The verdicts on a resource whose JSON is written with single quotes. */
    static List<Verdict> verdicts(Mapping mapping, String json) {
        return verdicts(mapping, json, Map.of());
    }

    static List<Verdict> verdicts(Mapping mapping, String json, Map<String, String> references) {
        return EhrCurations.read("trial", Optional.of("r1"), references, json.replace('\'', '"'), mapping);
    }

    /** The values of the only row that comes out of a resource, null ones left out. */
    static Map<String, String> row(Mapping mapping, String json) {
        return rows(mapping, json).getFirst();
    }

    /** The values of all rows. */
    static List<Map<String, String>> rows(Mapping mapping, String json) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Verdict verdict : verdicts(mapping, json)) {
            if (!(verdict instanceof Verdict.Accepted accepted)) {
                throw new AssertionError(verdict);
            }
            rows.add(named(mapping, accepted.values()));
        }
        return rows;
    }

    static Map<String, String> named(Mapping mapping, List<Object> values) {
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null) {
                row.put(mapping.names().get(i), values.get(i).toString());
            }
        }
        return row;
    }

    /** The reason why a resource is no row. */
    static String reason(Mapping mapping, String json) {
        Verdict verdict = verdicts(mapping, json).getFirst();
        if (!(verdict instanceof Verdict.Quarantined quarantined)) {
            throw new AssertionError(verdict);
        }
        return quarantined.reason();
    }
}
