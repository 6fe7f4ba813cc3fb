package eu.havenlake.lake.table;

import java.util.List;

/** The words of a table declaration; meant for static import. */
public final class Traits {
    private Traits() {}

    public static Mask keep() {
        return Mask.KEEP;
    }

    public static Mask pseudonym() {
        return Mask.PSEUDONYM;
    }

    public static Mask shiftedDate() {
        return Mask.SHIFTED_DATE;
    }

    public static Mask year() {
        return Mask.YEAR;
    }

    public static Mask coarsePlace() {
        return Mask.COARSE_PLACE;
    }

    public static Mask hidden() {
        return Mask.HIDDEN;
    }

    public static Rule notNull() {
        return quarantine(new Check.NotNull());
    }

    public static Rule finite() {
        return quarantine(new Check.Finite());
    }

    public static Rule between(double least, double most) {
        return quarantine(new Check.Between(least, most));
    }

    public static Rule oneOf(String... values) {
        return quarantine(new Check.OneOf(List.of(values)));
    }

    public static Rule notInFuture() {
        return quarantine(new Check.NotInFuture());
    }

    /** A rule over several columns, in SQL. */
    public static Rule condition(String name, String description, String sql) {
        return quarantine(new Check.Condition(name, description, sql));
    }

    private static Rule quarantine(Check check) {
        return new Rule(check, Rule.Action.QUARANTINE);
    }
}
