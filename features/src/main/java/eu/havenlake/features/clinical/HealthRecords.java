package eu.havenlake.features.clinical;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The silver tables of health records as a study sees them.
 *
 * @param patients silver.patient
 * @param encounters silver.encounter
 * @param conditions silver.condition
 * @param observations silver.observation
 * @param medications silver.medication_request
 */
public record HealthRecords(
        Dataset<Row> patients,
        Dataset<Row> encounters,
        Dataset<Row> conditions,
        Dataset<Row> observations,
        Dataset<Row> medications) {}
