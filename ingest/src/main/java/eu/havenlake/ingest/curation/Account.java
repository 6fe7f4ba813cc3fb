package eu.havenlake.ingest.curation;

import eu.havenlake.lake.HavenException;
import eu.havenlake.lake.table.Table;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the bronze records that one curation read. They are counted in bronze, before anything is asked of
 * them; what became of them is counted where it was done, so that the sum is a proof.
 *
 * @param silver table that was curated
 * @param read records in bronze
 * @param waiting those whose donor has not consented
 * @param states how many of the others came to each state
 * @param lost rows that passed, but of which the table has neither this version nor a newer one
 */
record Account(Table silver, long read, long waiting, Map<State, Long> states, long lost) {
    Account {
        Map<State, Long> all = new EnumMap<>(State.class);
        for (State state : State.values()) {
            all.put(state, states.getOrDefault(state, 0L));
        }
        states = all;
    }

    /** The counts by name, in the order to be told. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("read", read);
        counts.put("waiting", waiting);
        for (State state : State.values()) {
            counts.put(state.label(), states.get(state));
        }
        return counts;
    }

    /** @throws HavenException if a record is missing or counts twice */
    void prove() {
        long told = waiting + sum();
        if (told != read || lost > 0) {
            throw new HavenException(
                    "Cannot end the curation of %s: %,d bronze records were read, but %,d are accounted for (%s), and %,d rows are lost. No record is gone from bronze: run haven curate again; if it fails again, report it with these numbers."
                            .formatted(silver, read, told, words(), lost));
        }
    }

    /**
     * @param triedAgain how many of the records an operator asked for, who sees what becomes of them
     * @throws HavenException if other permitted records were read and the table took or gave nothing for any of them
     */
    void refuseEmpty(long triedAgain) {
        long permitted = sum() - triedAgain;
        long used = states.get(State.MERGED) + states.get(State.SUPERSEDED) + states.get(State.DELETED);
        if (permitted > 0 && used == 0) {
            throw new HavenException(
                    "Cannot end the curation of %s: %,d permitted records were read and none reached the table (%s). See why: haven quarantine list. Once the cause is mended, haven curate reads the same records again; if it is right as it is: haven curate --allow-empty"
                            .formatted(silver, permitted, words()));
        }
    }

    private long sum() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    private String words() {
        StringBuilder words = new StringBuilder("waiting ").append(waiting);
        states.forEach((state, count) ->
                words.append(", ").append(state.label()).append(' ').append(count));
        return words.toString();
    }
}
