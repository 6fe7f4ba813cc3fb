package eu.havenlake.ingest.ehr.mapping;

import eu.havenlake.lake.silver.EhrTables;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where in a FHIR R4 resource the columns of {@link EhrTables} stand. Paths are those of the resource; {@code part} is
 * the resource or a component of it, {@code resource} always the resource.
 */
final class EhrMappings {
    static final Mapping PATIENT = Mapping.start()
            .column("gender", text("gender"))
            .column("birth_date", part -> part.resource().at("birthDate").time().map(EhrMappings::date))
            .column("deceased", EhrMappings::deceased)
            .column("deceased_at", starts("deceased"))
            .column(
                    "postal_code",
                    part -> part.resource().at("address.postalCode").text().map(EhrMappings::coarse))
            .column("country", text("address.country"))
            .column("last_updated", time("meta.lastUpdated"));

    static final Mapping ENCOUNTER = resource()
            .column("status", text("status"))
            .column("class", text("class.code"))
            .coded("type_", part -> Coded.concept(part.resource().at("type")))
            .column("started", time("period.start"))
            .column("ended", time("period.end"));

    static final Mapping CONDITION = resource()
            .column("encounter", part -> part.key(part.resource().at("encounter")))
            .column("category", code("category"))
            .column("clinical_status", code("clinicalStatus"))
            .column("verification_status", code("verificationStatus"))
            .coded("", part -> Coded.concept(part.resource().at("code")))
            .column("onset", starts("onset"))
            .column("abated", starts("abatement"))
            .column("noted", time("recordedDate"));

    static final Mapping OBSERVATION = resource()
            .column("component", part -> Optional.of(part.number()))
            .column("encounter", part -> part.key(part.resource().at("encounter")))
            .column("status", text("status"))
            .column("category", code("category"))
            .coded("", part -> Coded.concept(part.element().at("code")))
            .span("effective", "effective_until", choice("effective"))
            .column("value_type", part -> value(part).map(Choice::type))
            .quantified(part -> Quantified.of(value(part)))
            .coded("value_", part -> Coded.concept(part.element().at("valueCodeableConcept")))
            .column("value_boolean", part -> part.element().at("valueBoolean").flag())
            .span("value_time", "value_until", EhrMappings::value)
            .column(
                    "absent",
                    part -> Coded.concept(part.element().at("dataAbsentReason")).code())
            .column(
                    "interpretation",
                    part -> Coded.concept(part.element().at("interpretation")).code());

    static final Mapping MEDICATION_REQUEST = resource()
            .column("encounter", part -> part.key(part.resource().at("encounter")))
            .column("status", text("status"))
            .column("intent", text("intent"))
            .coded("", part -> Coded.concept(medication(part)))
            .column("medication", part -> part.key(part.resource().at("medicationReference")))
            .column("authored", time("authoredOn"));

    static final Mapping PROCEDURE = resource()
            .column("encounter", part -> part.key(part.resource().at("encounter")))
            .column("status", text("status"))
            .column("category", code("category"))
            .coded("", part -> Coded.concept(part.resource().at("code")))
            .span("performed", "performed_until", choice("performed"));

    private EhrMappings() {}

    private static Mapping resource() {
        return Mapping.start().column("id", FhirPart::key).column("last_updated", time("meta.lastUpdated"));
    }

    private static Function<FhirPart, Optional<String>> text(String path) {
        return part -> part.resource().at(path).text();
    }

    private static Function<FhirPart, Optional<String>> code(String path) {
        return part -> Coded.concept(part.resource().at(path)).code();
    }

    private static Function<FhirPart, Optional<Instant>> time(String path) {
        return part -> part.resource().at(path).time();
    }

    private static Function<FhirPart, Optional<Instant>> starts(String choice) {
        return part -> part.resource().choice(choice).flatMap(Choice::start);
    }

    private static Function<FhirPart, Optional<Choice>> choice(String choice) {
        return part -> part.resource().choice(choice);
    }

    private static Optional<Choice> value(FhirPart part) {
        return part.element().choice("value");
    }

    private static Date date(Instant day) {
        return Date.valueOf(LocalDate.ofInstant(day, ZoneOffset.UTC));
    }

    private static String coarse(String postalCode) {
        return postalCode.substring(0, Math.min(3, postalCode.length()));
    }

    /** A time of death says that the donor died. */
    private static Optional<Boolean> deceased(FhirPart part) {
        Optional<Choice> deceased = part.resource().choice("deceased");
        return deceased.flatMap(
                choice -> choice.type().equals("Boolean") ? choice.element().flag() : Optional.of(true));
    }

    /** The concept stands in the request, or in a Medication that the request contains. */
    private static Element medication(FhirPart part) {
        String reference =
                part.resource().at("medicationReference.reference").text().orElse("");
        return part.resource().each("contained").stream()
                .filter(contained ->
                        reference.equals("#" + contained.at("id").text().orElse("")))
                .findFirst()
                .map(contained -> contained.at("code"))
                .orElseGet(() -> part.resource().at("medicationCodeableConcept"));
    }
}
