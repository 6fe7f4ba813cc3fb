package eu.havenlake.features.cohort;

import java.time.LocalDate;
import org.apache.spark.sql.Column;

/** Where a calendar date lies among the moved dates of each donor; {@code StudyLake::onTimelineOf} is one. */
@FunctionalInterface
public interface Timeline {
    /** The date as a column, given the column of pseudonyms. */
    Column of(Column donor, LocalDate date);
}
