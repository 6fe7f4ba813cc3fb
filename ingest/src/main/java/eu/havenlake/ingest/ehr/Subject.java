package eu.havenlake.ingest.ehr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom a resource is about. */
sealed interface Subject {
    /** A patient, by logical id. */
    record Patient(String id) implements Subject {}

    /** No single patient: a Group, a Device, an Organization, several patients, or a resource about no person. */
    record Nobody() implements Subject {}

    /** A patient, or whoever it may be, whom the source does not let us find: not to be taken for nobody. */
    record Unknown(String reason) implements Subject {}

    /**
     * Finds the subject of a resource.
     *
     * @param type type of the resource
     * @param id its logical id
     * @param resource the resource
     * @param references what its Bundle knows
     */
    static Subject of(String type, Optional<String> id, JsonNode resource, BundleReferences references) {
        if (type.equals("Patient")) {
            return id.<Subject>map(Patient::new).orElse(new Unknown("a Patient has no id"));
        }
        List<JsonNode> subjects = PatientCompartment.subjects(type, resource);
        return subjects.isEmpty()
                ? participant(named(PatientCompartment.participants(type, resource), resource, references))
                : single(named(subjects, resource, references));
    }

    private static Set<Subject> named(List<JsonNode> all, JsonNode resource, BundleReferences references) {
        return all.stream()
                .map(reference -> named(reference, resource, references))
                .filter(subject -> !(subject instanceof Nobody))
                .collect(Collectors.toSet());
    }

    private static Subject single(Set<Subject> named) {
        return named.size() == 1
                ? named.iterator().next()
                : named.stream().filter(Unknown.class::isInstance).findAny().orElse(new Nobody());
    }

    /** Who takes part is mostly staff: only a patient who is found counts. */
    private static Subject participant(Set<Subject> named) {
        return single(named.stream().filter(Patient.class::isInstance).collect(Collectors.toSet()));
    }

    private static Subject named(JsonNode reference, JsonNode resource, BundleReferences references) {
        String text = reference.path("reference").asText();
        if (text.isEmpty()) {
            return unlinked(reference);
        }
        if (text.startsWith("#")) {
            return contained(text.substring(1), resource);
        }
        Optional<Reference> meant = references.resolve(text).or(() -> Reference.parse(text));
        return meant.map(Subject::known).orElseGet(() -> unresolved(text));
    }

    private static Subject known(Reference meant) {
        return meant.type().equals("Patient") ? new Patient(meant.id()) : new Nobody();
    }

    private static Subject unresolved(String text) {
        boolean elsewhere = text.contains("?") && !text.startsWith("Patient?");
        return elsewhere ? new Nobody() : new Unknown("the reference to its subject leads nowhere");
    }

    private static Subject contained(String id, JsonNode resource) {
        for (JsonNode each : resource.path("contained")) {
            if (each.path("id").asText().equals(id)
                    && !each.path("resourceType").asText().equals("Patient")) {
                return new Nobody();
            }
        }
        return new Unknown("its subject is a Patient inside the resource, who has no id of their own");
    }

    private static Subject unlinked(JsonNode reference) {
        String type = reference.path("type").asText("Patient");
        boolean described = reference.has("identifier") || reference.has("display");
        return described && List.of("Patient", "").contains(type)
                ? new Unknown("its subject is described but not referred to")
                : new Nobody();
    }
}
