package eu.havenlake.ingest.ehr.mapping;

import static eu.havenlake.ingest.ehr.mapping.CuratedRow.reason;
import static eu.havenlake.ingest.ehr.mapping.CuratedRow.row;
import static eu.havenlake.ingest.ehr.mapping.CuratedRow.rows;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.curation.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationValueTest {
    private static final String OBSERVATION =
            "{'resourceType':'Observation','status':'final','code':{'coding':[{'code':'c'}]},%s}";

    /** The columns of a value alone. */
    private static Map<String, String> value(String value) {
        Map<String, String> row = new TreeMap<>(row(EhrMappings.OBSERVATION, OBSERVATION.formatted(value)));
        row.keySet().removeAll(List.of("id", "component", "status", "code"));
        return row;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'valueQuantity':{'value':1.50,'comparator':'<','unit':'mg','code':'mg'}"
                        + " | {comparator=<, unit=mg, unit_code=mg, value=1.5, value_type=Quantity}",
                "'valueInteger':7 | {value=7.0, value_type=Integer}",
                "'valueBoolean':false | {value_boolean=false, value_type=Boolean}",
                "'valueString':'by hand' | {value_type=String}",
                "'valueTime':'01:00:30' | {unit=s, unit_code=s, value=3630.0, value_type=Time}",
                "'valueDateTime':'2020-03' | {value_time=2020-03-01T00:00:00Z, value_type=DateTime}",
                "'valuePeriod':{'start':'2020','end':'2021'}"
                        + " | {value_time=2020-01-01T00:00:00Z, value_type=Period, value_until=2021-01-01T00:00:00Z}",
                "'valueRange':{'low':{'value':1,'code':'g'},'high':{'value':2,'unit':'gram'}}"
                        + " | {unit=gram, unit_code=g, value_high=2.0, value_low=1.0, value_type=Range}",
                "'valueRatio':{'numerator':{'value':1},'denominator':{'value':128}}"
                        + " | {value=0.0078125, value_type=Ratio}",
                "'valueRatio':{'numerator':{'value':6,'code':'mg'},'denominator':{'value':2,'code':'mL'}}"
                        + " | {unit_code=mg/mL, value=3.0, value_type=Ratio}",
                "'valueRatio':{'numerator':{'value':1},'denominator':{'value':0}} | {value_type=Ratio}",
                "'valueSampledData':{'data':'1 2 3'} | {value_type=SampledData}",
                "'valueCodeableConcept':{'coding':[{'system':'http://loinc.org','code':'LA1','display':'Daily'}]}"
                        + " | {value_code=LA1, value_display=Daily, value_system=http://loinc.org,"
                        + " value_type=CodeableConcept}",
                "'dataAbsentReason':{'coding':[{'code':'unknown'}]} | {absent=unknown}",
                "'valueInteger':null,'_valueInteger':{'extension':[]} | {value_type=Integer}"
            })
    void everyTypeOfValueHasItsColumns(String value, String columns) {
        assertThat(value(value)).hasToString(columns);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'effectiveDateTime':'2020-01-02' | {effective=2020-01-02T00:00:00Z}",
                "'effectiveInstant':'2020-01-02T03:04:05.006Z' | {effective=2020-01-02T03:04:05.006Z}",
                "'effectivePeriod':{'start':'2020','end':'2021'}"
                        + " | {effective=2020-01-01T00:00:00Z, effective_until=2021-01-01T00:00:00Z}",
                "'effectivePeriod':{'end':'2021'} | {effective_until=2021-01-01T00:00:00Z}",
                "'effectiveTiming':{'event':['2021','2020-05']} | {effective=2020-05-01T00:00:00Z}",
                "'effectiveTiming':{'repeat':{'boundsPeriod':{'start':'2020'}}} | {effective=2020-01-01T00:00:00Z}",
                "'effectiveTiming':{'code':{'text':'at night'}} | {}"
            })
    void everyTypeOfEffectiveTimeHasItsStart(String effective, String columns) {
        assertThat(value(effective)).hasToString(columns);
    }

    @Test
    void componentsAreRowsOfTheirOwn() {
        List<Map<String, String>> rows = rows(EhrMappings.OBSERVATION, """
                {'resourceType':'Observation','status':'final','effectiveDateTime':'2020',
                 'code':{'coding':[{'system':'http://loinc.org','code':'85354-9'}]},
                 'component':[
                   {'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},
                    'valueQuantity':{'value':120,'code':'mm[Hg]'},'interpretation':[{'coding':[{'code':'N'}]}]},
                   {'code':{'coding':[{'system':'http://loinc.org','code':'8462-4'}]},
                    'dataAbsentReason':{'coding':[{'code':'not-performed'}]}}]}""");

        assertThat(rows).extracting(row -> row.get("component")).containsExactly("0", "1", "2");
        assertThat(rows).extracting(row -> row.get("code")).containsExactly("85354-9", "8480-6", "8462-4");
        assertThat(rows).extracting(row -> row.get("value")).containsExactly(null, "120.0", null);
        assertThat(rows).extracting(row -> row.get("absent")).containsExactly(null, null, "not-performed");
        assertThat(rows).extracting(row -> row.get("interpretation")).containsExactly(null, "N", null);
        assertThat(rows).extracting(row -> row.get("effective")).containsOnly("2020-01-01T00:00:00Z");
        assertThat(rows)
                .extracting(row -> row.get("id"))
                .doesNotContainNull()
                .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(1));
    }

    @Test
    void brokenComponentLeavesTheOthers() {
        List<Verdict> verdicts = CuratedRow.verdicts(
                EhrMappings.OBSERVATION,
                OBSERVATION.formatted("'component':[{'valueInteger':1},{'valueInteger':'one'},{'valueInteger':3}]"));

        assertThat(verdicts)
                .filteredOn(Verdict.Quarantined.class::isInstance)
                .containsExactly(new Verdict.Quarantined("Observation.component[1].valueInteger is not a number"));
        assertThat(verdicts).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'valueQuantity':{'value':'high'}            | Observation.valueQuantity.value is not a number",
                "'valueQuantity':7                           | Observation.valueQuantity is not an object",
                "'valueQuantity':{'value':1,'unit':5}        | Observation.valueQuantity.unit is not text",
                "'valueBoolean':'true'                       | Observation.valueBoolean is not true or false",
                "'valueTime':'noon'                          | Observation.valueTime is not a FHIR time",
                "'valueDateTime':'noon'                      | Observation.valueDateTime is not a FHIR date or time",
                "'effectiveDateTime':'2020-02-30'            | Observation.effectiveDateTime is not a FHIR date or time",
                "'effectivePeriod':{'start':20200101}        | Observation.effectivePeriod.start is not text",
                "'valueInteger':1,'valueString':'1'          | Observation.value[x] is not of a single type",
                "'category':[{'coding':[{'code':{}}]}]       | Observation.category[0].coding[0].code is not text",
                "'encounter':'Encounter/1'                   | Observation.encounter is not an object",
                "'meta':{'lastUpdated':'today'}              | Observation.meta.lastUpdated is not a FHIR date or time"
            })
    void valueOfTheWrongTypeIsToldByItsPlaceAndNotQuoted(String value, String reason) {
        assertThat(reason(EhrMappings.OBSERVATION, OBSERVATION.formatted(value)))
                .isEqualTo(reason);
    }

    @Test
    void firstCodeOfAWidelyUsedVocabularyIsTakenElseTheFirst() {
        String codes = "'code':{'coding':[%s]}";
        String local = "{'system':'urn:a','code':'A'},{'system':'urn:b','code':'B'}";
        String known =
                ",{'display':'no code'},{'system':'http://snomed.info/sct','code':'S'},{'system':'http://loinc.org','code':'L'}";
        String observation = "{'resourceType':'Observation',%s}";

        assertThat(row(EhrMappings.OBSERVATION, observation.formatted(codes.formatted(local))))
                .containsEntry("code", "A");
        assertThat(row(EhrMappings.OBSERVATION, observation.formatted(codes.formatted(local + known))))
                .containsEntry("code", "S");
    }

    @Test
    void textThatIsNoJsonIsToldSo() {
        assertThat(reason(EhrMappings.OBSERVATION, "{'resourceType'")).isEqualTo("the resource is not JSON");
    }
}
