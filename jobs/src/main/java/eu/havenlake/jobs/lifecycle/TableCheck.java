package eu.havenlake.jobs.lifecycle;

import eu.havenlake.lake.table.Deviation;
import eu.havenlake.lake.table.Lake;
import eu.havenlake.lake.table.Table;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares the tables of a home with their declarations: an earlier version may have made them.
 *
 * @param lake where they are
 */
public record TableCheck(Lake lake) {
    private static final String GOLD = "gold_";

    /** What is otherwise than declared in any table that was made. */
    public List<Deviation> deviations() {
        Stream<Table> ofStudies = lake.tables().stream()
                .map(table -> table.name().substring(0, table.name().indexOf('.')))
                .distinct()
                .filter(database -> database.startsWith(GOLD))
                .map(database -> database.substring(GOLD.length()))
                .flatMap(study -> DeclaredTables.ofStudy().stream().map(table -> table.of(study)));
        return Stream.concat(DeclaredTables.ofHome().stream(), ofStudies)
                .flatMap(table -> lake.deviations(table).stream())
                .toList();
    }

    /** The deviation with the command that mends it. */
    public static String line(Deviation deviation) {
        return "%s: %s. %s".formatted(deviation.table(), deviation.words(), remedy(deviation));
    }

    private static String remedy(Deviation deviation) {
        return switch (deviation.kind()) {
            case MISSING -> "The next %s adds it; haven tables --migrate does it now.".formatted(writer(deviation));
            case SURPLUS -> "Another version of HavenLake made it: use that version, or leave it, nothing reads it.";
            case TYPE, NULLABLE, CONSTRAINT, CLUSTERING ->
                deviation.statements().isEmpty()
                        ? "No command can turn it: use the version of HavenLake that made the table."
                        : "Run haven tables --migrate.";
            case VERSION ->
                deviation.statements().isEmpty()
                        ? "Nothing is written to it: use the HavenLake that made it, or a later one."
                        : "Run haven tables --migrate.";
        };
    }

    private static String writer(Deviation deviation) {
        return switch (deviation.table().database()) {
            case "bronze" -> "haven ingest";
            case "silver" -> "haven curate";
            case "ops" -> "command that writes to it";
            default -> "haven features, train or evaluate of its study";
        };
    }
}
