package eu.havenlake.lake.access;

import eu.havenlake.lake.table.Category;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * A study: what it is for decides what it may read.
 *
 * @param id {@code [a-z][a-z_]*}; its tables live in {@code gold_<id>}
 * @param title what it is about, for people
 * @param purpose the purpose that donors must have granted, {@code [a-z][a-z-]*}
 * @param categories kinds of data it may read
 * @param datasets data sets it may read; none means all
 * @param from start of its period; rows that were true earlier are not shown
 * @param until end of its period, exclusive
 */
public record Study(
        String id,
        String title,
        String purpose,
        Set<Category> categories,
        Set<String> datasets,
        Optional<LocalDate> from,
        Optional<LocalDate> until) {

    public Study {
        if (!id.matches("[a-z][a-z_]*")) {
            throw new IllegalArgumentException("\"" + id + "\" cannot name a study: use [a-z][a-z_]*, as fundus");
        }
        if (!purpose.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("\"" + purpose + "\" is not a purpose: use [a-z][a-z-]*");
        }
        categories = Set.copyOf(categories);
        datasets = Set.copyOf(datasets);
    }
}
