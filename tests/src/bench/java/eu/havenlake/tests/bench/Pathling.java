package eu.havenlake.tests.bench;

import au.csiro.pathling.encoders.FhirEncoders;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.hl7.fhir.r4.model.Observation;

/**
 * What Pathling does to encode NDJSON: HAPI parses each line, Pathling's encoder makes the row of its schema. With the
 * settings that are Pathling's defaults: nesting up to 3, extensions, its standard open types.
 */
final class Pathling {
    private static final int NESTING = 3;

    private Pathling() {}

    /** Writes the Observations of a file to a new Delta table. */
    static void encode(SparkSession spark, Path ndjson, String table) {
        FhirEncoders encoders = FhirEncoders.forR4()
                .withMaxNestingLevel(NESTING)
                .withExtensionsEnabled(true)
                .withOpenTypes(FhirEncoders.STANDARD_OPEN_TYPES)
                .getOrCreate();
        spark.read()
                .text(ndjson.toUri().toString())
                .as(Encoders.STRING())
                .mapPartitions(new Parse(), encoders.of(Observation.class))
                .write()
                .format("delta")
                .save(table);
    }

    private static final class Parse implements MapPartitionsFunction<String, Observation> {
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Observation> call(Iterator<String> lines) {
            IParser parser = FhirContext.forR4Cached().newJsonParser();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return lines.hasNext();
                }

                @Override
                public Observation next() {
                    return parser.parseResource(Observation.class, lines.next());
                }
            };
        }
    }
}
