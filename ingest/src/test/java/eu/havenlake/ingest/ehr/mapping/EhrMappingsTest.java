package eu.havenlake.ingest.ehr.mapping;

import static eu.havenlake.ingest.ehr.mapping.CuratedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.table.Column;
import eu.havenlake.lake.table.Mask;
import eu.havenlake.lake.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class EhrMappingsTest {
    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(EhrTables.PATIENT, EhrMappings.PATIENT),
                Arguments.of(EhrTables.ENCOUNTER, EhrMappings.ENCOUNTER),
                Arguments.of(EhrTables.CONDITION, EhrMappings.CONDITION),
                Arguments.of(EhrTables.OBSERVATION, EhrMappings.OBSERVATION),
                Arguments.of(EhrTables.MEDICATION_REQUEST, EhrMappings.MEDICATION_REQUEST),
                Arguments.of(EhrTables.PROCEDURE, EhrMappings.PROCEDURE));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyDeclaredColumnHasAMappingAndNoOthersDo(Table table, Mapping mapping) {
        List<String> declared = table.ownColumns().stream().map(Column::name).toList();

        assertThat(declared.getFirst()).isEqualTo("donor");
        assertThat(mapping.names()).isEqualTo(declared.subList(1, declared.size()));
    }

    @ParameterizedTest
    @FieldSource("eu.havenlake.lake.silver.EhrTables#ALL")
    void everyTimeIsMovedOrHiddenBeforeAStudySeesIt(Table table) {
        assertThat(table.ownColumns())
                .filteredOn(column -> column.type().name().matches("DATE|TIMESTAMP"))
                .extracting(Column::mask)
                .isSubsetOf(Mask.SHIFTED_DATE, Mask.YEAR, Mask.HIDDEN);
    }

    @Test
    void patient() {
        assertThat(row(EhrMappings.PATIENT, """
                {'resourceType':'Patient','id':'r1','meta':{'lastUpdated':'2024-01-02T03:04:05Z'},
                 'name':[{'family':'Chalmers','given':['Peter']}],'identifier':[{'value':'12345'}],
                 'telecom':[{'value':'555'}],'gender':'male','birthDate':'1974-12',
                 'address':[{'line':['534 Erewhon St'],'city':'PleasantVille','postalCode':'39990','country':'AU'}],
                 'deceasedDateTime':'2015-02-14T13:42:00+10:00'}"""))
                .isEqualTo(Map.of(
                        "gender", "male",
                        "birth_date", "1974-12-01",
                        "deceased", "true",
                        "deceased_at", "2015-02-14T03:42:00Z",
                        "postal_code", "399",
                        "country", "AU",
                        "last_updated", "2024-01-02T03:04:05Z"));
    }

    @Test
    void patientWhoIsAliveByStatement() {
        assertThat(row(EhrMappings.PATIENT, "{'resourceType':'Patient','deceasedBoolean':false}"))
                .isEqualTo(Map.of("deceased", "false"));
    }

    @Test
    void encounter() {
        assertThat(row(EhrMappings.ENCOUNTER, """
                {'resourceType':'Encounter','status':'finished','class':{'system':'v3','code':'EMER'},
                 'type':[{'coding':[{'system':'http://snomed.info/sct','code':'50849002','display':'ER admission'}]}],
                 'period':{'start':'2020-05-06T22:23:00-04:00','end':'2020-05-07'},'reasonCode':[{'text':'fell'}]}"""))
                .containsEntry("class", "EMER")
                .containsEntry("status", "finished")
                .containsEntry("type_code", "50849002")
                .containsEntry("type_display", "ER admission")
                .containsEntry("started", "2020-05-07T02:23:00Z")
                .containsEntry("ended", "2020-05-07T00:00:00Z")
                .containsOnlyKeys(
                        "id", "status", "class", "type_system", "type_code", "type_display", "started", "ended");
    }

    @Test
    void condition() {
        assertThat(row(EhrMappings.CONDITION, """
                {'resourceType':'Condition','encounter':{'reference':'Encounter/e1'},
                 'clinicalStatus':{'coding':[{'code':'resolved'}]},'verificationStatus':{'coding':[{'code':'confirmed'}]},
                 'category':[{'coding':[{'code':'encounter-diagnosis'}]}],
                 'code':{'coding':[{'system':'urn:local','code':'X'},
                                   {'system':'http://hl7.org/fhir/sid/icd-10-cm','code':'I10','display':'Hypertension'}],
                         'text':'high blood pressure, says his wife'},
                 'onsetPeriod':{'start':'2019','end':'2020'},'abatementString':'some time ago',
                 'recordedDate':'2020-03-04','note':[{'text':'private'}]}"""))
                .containsEntry("system", "http://hl7.org/fhir/sid/icd-10-cm")
                .containsEntry("code", "I10")
                .containsEntry("display", "Hypertension")
                .containsEntry("clinical_status", "resolved")
                .containsEntry("verification_status", "confirmed")
                .containsEntry("category", "encounter-diagnosis")
                .containsEntry("onset", "2019-01-01T00:00:00Z")
                .containsEntry("noted", "2020-03-04T00:00:00Z")
                .doesNotContainKey("abated")
                .hasSize(10);
    }

    @Test
    void procedure() {
        assertThat(row(EhrMappings.PROCEDURE, """
                {'resourceType':'Procedure','status':'completed','category':{'coding':[{'code':'c'}]},
                 'code':{'coding':[{'system':'urn:local','code':'X'}]},
                 'performedPeriod':{'start':'2019-03-26T12:55:26-07:00','end':'2019-03-26T13:25:26-07:00'}}"""))
                .containsEntry("code", "X")
                .containsEntry("category", "c")
                .containsEntry("performed", "2019-03-26T19:55:26Z")
                .containsEntry("performed_until", "2019-03-26T20:25:26Z");
    }

    @Test
    void medicationIsACodeHereInsideOrElsewhere() {
        String request = "{'resourceType':'MedicationRequest','status':'active','intent':'order',%s}";
        String rxnorm = "'coding':[{'system':'http://www.nlm.nih.gov/research/umls/rxnorm','code':'310798'}]";

        assertThat(row(
                        EhrMappings.MEDICATION_REQUEST,
                        request.formatted("'medicationCodeableConcept':{" + rxnorm + "}")))
                .containsEntry("code", "310798")
                .doesNotContainKey("medication");
        assertThat(row(EhrMappings.MEDICATION_REQUEST, request.formatted("""
                'contained':[{'resourceType':'Medication','id':'m','code':{%s}}],
                'medicationReference':{'reference':'#m'}""".formatted(rxnorm))))
                .containsEntry("code", "310798")
                .doesNotContainKey("medication");
        assertThat(row(
                        EhrMappings.MEDICATION_REQUEST,
                        request.formatted("'medicationReference':{'reference':'Medication/m'}")))
                .containsKey("medication")
                .doesNotContainKey("code");
    }

    @Test
    void encounterIsFoundByItsKeyHoweverItIsReferredTo() {
        String encounter = EhrCurations.read(
                                        "trial",
                                        Optional.of("e1"),
                                        Map.of(),
                                        "{\"resourceType\":\"Encounter\"}",
                                        EhrMappings.ENCOUNTER)
                                .getFirst()
                        instanceof Verdict.Accepted accepted
                ? String.valueOf(accepted.values().getFirst())
                : "none";
        String condition = "{'resourceType':'Condition','encounter':{'reference':'urn:uuid:9'}}";

        List<Verdict> linked =
                CuratedRow.verdicts(EhrMappings.CONDITION, condition, Map.of("urn:uuid:9", "Encounter/e1"));
        assertThat(((Verdict.Accepted) linked.getFirst()).values()).contains(encounter);
        assertThat(row(EhrMappings.CONDITION, condition.replace("urn:uuid:9", "Encounter/e1")))
                .containsEntry("encounter", encounter);
        assertThat(row(EhrMappings.CONDITION, condition)).doesNotContainKey("encounter");
    }

    @Test
    void keysNeverShowTheId() {
        assertThat(row(EhrMappings.CONDITION, "{'resourceType':'Condition'}").get("id"))
                .matches("[0-9a-f]{32}")
                .doesNotContain("r1");
    }

    @Test
    void wordsOfPersonsNeverLeaveBronze() {
        assertThat(CuratedRow.rows(EhrMappings.OBSERVATION, """
                {'resourceType':'Observation','status':'final','text':{'div':'SECRET'},'code':{'text':'SECRET'},
                 'valueString':'SECRET','note':[{'text':'SECRET'}],
                 'performer':[{'display':'SECRET'}],'subject':{'display':'SECRET'},
                 'component':[{'code':{'text':'SECRET'},'valueString':'SECRET'},
                              {'code':{'text':'SECRET'},'valueCodeableConcept':{'text':'SECRET'}}]}""").toString())
                .doesNotContain("SECRET")
                .contains("value_type=String");
    }
}
