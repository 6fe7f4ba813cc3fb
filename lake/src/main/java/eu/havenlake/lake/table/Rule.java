package eu.havenlake.lake.table;

/**
 * A check and what happens to a row that breaks it.
 *
 * @param check what must hold
 * @param action what happens otherwise
 */
public record Rule(Check check, Action action) implements Trait {

    /** What happens to a row that breaks a rule. */
    public enum Action {
        /** The row passes, the breach is counted. */
        EXPECT,
        /** The row is left out, the breach is counted. */
        DROP,
        /** The row goes to quarantine with the name of the rule. */
        QUARANTINE,
        /** The stage stops before it writes anything. */
        FAIL
    }

    /** The same check with another consequence. */
    public Rule orElse(Action other) {
        return new Rule(check, other);
    }

    /** Whether no row that breaks the rule may reach the table. */
    public boolean guards() {
        return action != Action.EXPECT;
    }
}
