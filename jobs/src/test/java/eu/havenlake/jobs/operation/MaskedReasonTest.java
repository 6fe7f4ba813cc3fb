package eu.havenlake.jobs.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedReasonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            Cannot read a FHIR resource at Jo_Doe_17.ndjson:4: no donor             | Cannot read a FHIR resource at …:4: no donor
            Cannot read a FHIR resource at fhir/Jo Doe.JSON.gz entry[5]: cut        | Cannot read a FHIR resource at … entry[5]: cut
            Cannot read a FHIR resource at export.json/Jo Doe:4: cut                | Cannot read a FHIR resource at …:4: cut
            Jo Doe.json:7: body.heart_rate.unit is not one of beats/min             | …:7: body.heart_rate.unit is not one of beats/min
            decisions of Jo.csv:3: "grant it" is no decision                        | …:3: "grant it" is no decision
            labels.csv:4: there is no picture Jo Doe.png                            | …:4: there is no picture …
            DOE^JO/IM0001: it is cut short                                          | …: it is cut short
            IM1.dcm: it cannot be read (/data/Jo Doe/IM1.dcm)                       | …: it cannot be read (…)
            unknown schema: no contract has the fingerprint 0102                    | unknown schema: no contract has the fingerprint 0102
            breaks kg_in_range                                                      | breaks kg_in_range
            Observation.valueQuantity.value at valueQuantity: is "high"             | Observation.valueQuantity.value at valueQuantity: is "high"
            """)
    void nameOfTheFileIsHiddenAndItsPlaceStays(String reason, String shown) {
        assertThat(MaskedReason.of(reason)).isEqualTo(shown);
    }
}
