package eu.havenlake.jobs.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedReasonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            Cannot read a FHIR resource at Jo_Doe_17.ndjson:4: no donor             | Cannot read a FHIR resource at ….ndjson:4: no donor
            Cannot read a FHIR resource at fhir/Jo Doe.JSON.gz entry[5]: cut        | Cannot read a FHIR resource at ….JSON.gz entry[5]: cut
            Jo Doe.json:7: body.heart_rate.unit is not one of beats/min             | ….json:7: body.heart_rate.unit is not one of beats/min
            decisions of Jo.csv:3: "grant it" is no decision                        | ….csv:3: "grant it" is no decision
            unknown schema: no contract has the fingerprint 0102                    | unknown schema: no contract has the fingerprint 0102
            breaks kg_in_range                                                      | breaks kg_in_range
            Observation.valueQuantity.value at valueQuantity: is "high"             | Observation.valueQuantity.value at valueQuantity: is "high"
            """)
    void nameOfTheFileIsHiddenAndItsPlaceStays(String reason, String shown) {
        assertThat(MaskedReason.of(reason)).isEqualTo(shown);
    }
}
