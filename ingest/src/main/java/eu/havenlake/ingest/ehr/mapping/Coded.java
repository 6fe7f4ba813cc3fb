package eu.havenlake.ingest.ehr.mapping;

import java.util.Optional;
import java.util.Set;

/**
 * One code of a concept. Of several the first of a vocabulary that many use is taken, else the first at all; text in a
 * person's words is never taken.
 *
 * @param system URI of the vocabulary
 * @param code code in it
 * @param display the vocabulary's own words for it
 */
record Coded(Optional<String> system, Optional<String> code, Optional<String> display) {
    private static final Coded NONE = new Coded(Optional.empty(), Optional.empty(), Optional.empty());

    /** LOINC, SNOMED CT, RxNorm and the ICD family (http://hl7.org/fhir/R4/terminologies-systems.html). */
    private static final Set<String> WIDELY_USED = Set.of(
            "http://loinc.org",
            "http://snomed.info/sct",
            "http://www.nlm.nih.gov/research/umls/rxnorm",
            "http://hl7.org/fhir/sid/icd-9-cm",
            "http://hl7.org/fhir/sid/icd-10",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "http://hl7.org/fhir/sid/icd-11",
            "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
            "http://fhir.de/CodeSystem/dimdi/icd-10-gm");

    /** The code of a CodeableConcept. */
    static Coded concept(Element concept) {
        Coded best = NONE;
        for (Element each : concept.each("coding")) {
            Coded coded = coding(each);
            if (coded.code.isPresent() && (best.code.isEmpty() || !best.isWidelyUsed() && coded.isWidelyUsed())) {
                best = coded;
            }
        }
        return best;
    }

    /** The code of a Coding. */
    static Coded coding(Element coding) {
        return new Coded(
                coding.at("system").text(),
                coding.at("code").text(),
                coding.at("display").text());
    }

    private boolean isWidelyUsed() {
        return system.filter(WIDELY_USED::contains).isPresent();
    }
}
