package eu.havenlake.ingest.ehr.mapping;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import eu.havenlake.ingest.contract.Topic;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.curation.Verdict;
import eu.havenlake.lake.silver.EhrTables;
import eu.havenlake.lake.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** How FHIR resources in bronze become rows of {@link EhrTables}: one curation per resource type and table. */
public final class EhrCurations {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private static final List<String> READS = List.of("dataset", "resource_id", "references", "json");

    private EhrCurations() {}

    /** All of them. */
    public static List<Curation> all() {
        return List.of(
                curation("Patient", EhrTables.PATIENT, record -> read(record, EhrMappings.PATIENT)),
                curation("Encounter", EhrTables.ENCOUNTER, record -> read(record, EhrMappings.ENCOUNTER)),
                curation("Condition", EhrTables.CONDITION, record -> read(record, EhrMappings.CONDITION)),
                curation("Observation", EhrTables.OBSERVATION, record -> read(record, EhrMappings.OBSERVATION)),
                curation(
                        "MedicationRequest",
                        EhrTables.MEDICATION_REQUEST,
                        record -> read(record, EhrMappings.MEDICATION_REQUEST)),
                curation("Procedure", EhrTables.PROCEDURE, record -> read(record, EhrMappings.PROCEDURE)));
    }

    private static Curation curation(String type, Table table, Curation.Reader reader) {
        Column which = col("resource_type").equalTo(type);
        return new Curation(Topic.EHR_FHIR.bronze(), table, which, READS, reader);
    }

    private static List<Verdict> read(Row record, Mapping mapping) {
        Map<String, String> references = record.getJavaMap(record.fieldIndex("references"));
        return read(
                record.getAs("dataset"),
                Optional.ofNullable(record.getAs("resource_id")),
                references,
                record.getAs("json"),
                mapping);
    }

    /** A verdict for the resource, then one for each component of an Observation. */
    static List<Verdict> read(
            String dataset, Optional<String> id, Map<String, String> references, String json, Mapping mapping) {
        try {
            JsonNode node = JSON.readTree(json);
            String type = node.path("resourceType").asText();
            Element resource = Element.root(node, type);
            return verdicts(new FhirPart(dataset, type, id, references, resource, resource, 0), mapping);
        } catch (JsonProcessingException e) {
            return List.of(new Verdict.Quarantined("the resource is not JSON"));
        }
    }

    private static List<Verdict> verdicts(FhirPart whole, Mapping mapping) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(verdict(whole, mapping));
        if (whole.type().equals("Observation")) {
            for (Element component : whole.resource().each("component")) {
                verdicts.add(verdict(whole.component(component, verdicts.size()), mapping));
            }
        }
        return verdicts;
    }

    private static Verdict verdict(FhirPart part, Mapping mapping) {
        try {
            return new Verdict.Accepted(mapping.values(part));
        } catch (Misfit e) {
            return new Verdict.Quarantined(e.getMessage());
        }
    }
}
