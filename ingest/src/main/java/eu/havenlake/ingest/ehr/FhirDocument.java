package eu.havenlake.ingest.ehr;

import eu.havenlake.ingest.contract.EhrResource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One JSON document: a Bundle, which is read twice and entry by entry, or a single resource.
 *
 * @param opening opens its text at the start
 * @param place what its records call it
 * @param outer what is known outside of it
 * @param resources makes the records
 */
record FhirDocument(Supplier<TextReader> opening, String place, BundleReferences outer, ResourceReader resources) {
    Records records() {
        BundleSurvey survey = survey();
        return survey.isBundle()
                ? new BundleReader(opening.get(), place, survey.references(), resources)
                : Records.of(resource());
    }

    private BundleSurvey survey() {
        try (TextReader text = opening.get()) {
            return BundleSurvey.of(text, Optional.of(outer));
        }
    }

    private EhrResource resource() {
        try (TextReader text = opening.get()) {
            String whole = new JsonScanner(text).rest();
            Optional<String> fault = text.failure().or(() -> longer(text));
            return fault.map(reason -> resources.problem(whole, place, reason))
                    .orElseGet(() -> resources.read(whole.strip(), place, Optional.empty(), outer));
        }
    }

    private static Optional<String> longer(TextReader text) {
        return text.peek() < 0 ? Optional.empty() : Optional.of(JsonScanner.TOO_LONG);
    }
}
