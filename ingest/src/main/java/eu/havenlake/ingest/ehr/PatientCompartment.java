package eu.havenlake.ingest.ehr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose record a resource belongs to: the elements of each type that may name the patient.
 *
 * <p>From FHIR R4's definition of the patient compartment
 * (http://hl7.org/fhir/R4/compartmentdefinition-patient.html), its search parameters written as elements. Added are
 * Contract, Device, GuidanceResponse and Task, which R4 leaves out of the compartment but which name a patient.
 *
 * <p>The first element of a type says what the resource is about ({@code -} where none does), the others who takes part.
 * Those count only where the first is missing: an Observation of a Group is nobody's, even if a patient took it.
 */
final class PatientCompartment {
    private static final Map<String, List<String>> ELEMENTS = """
            Account subject
            AdverseEvent subject
            AllergyIntolerance patient recorder asserter
            Appointment - participant.actor
            AppointmentResponse - actor
            AuditEvent - entity.what agent.who
            Basic subject author
            Binary - securityContext
            BodyStructure patient
            CarePlan subject activity.detail.performer
            CareTeam subject participant.member
            ChargeItem subject
            Claim patient payee.party
            ClaimResponse patient
            ClinicalImpression subject
            Communication subject sender recipient
            CommunicationRequest subject sender recipient requester
            Composition subject author attester.party
            Condition subject asserter
            Consent patient
            Contract subject
            Coverage beneficiary policyHolder subscriber payor
            CoverageEligibilityRequest patient
            CoverageEligibilityResponse patient
            DetectedIssue patient
            Device patient
            DeviceRequest subject performer
            DeviceUseStatement subject
            DiagnosticReport subject
            DocumentManifest subject author recipient
            DocumentReference subject author
            Encounter subject
            EnrollmentRequest candidate
            EpisodeOfCare patient
            ExplanationOfBenefit patient payee.party
            FamilyMemberHistory patient
            Flag subject
            Goal subject
            Group - member.entity
            GuidanceResponse subject
            ImagingStudy subject
            Immunization patient
            ImmunizationEvaluation patient
            ImmunizationRecommendation patient
            Invoice subject recipient
            List subject source
            MeasureReport subject
            Media subject
            MedicationAdministration subject performer.actor
            MedicationDispense subject receiver
            MedicationRequest subject
            MedicationStatement subject
            MolecularSequence patient
            NutritionOrder patient
            Observation subject performer
            Person - link.target
            Procedure subject performer.actor
            Provenance - target
            QuestionnaireResponse subject author
            RelatedPerson patient
            RequestGroup subject action.participant
            ResearchSubject individual
            RiskAssessment subject
            Schedule - actor
            ServiceRequest subject performer
            Specimen subject
            SupplyDelivery patient
            SupplyRequest - deliverTo
            Task for
            VisionPrescription patient""".lines()
            .map(line -> Arrays.asList(line.split(" ")))
            .collect(Collectors.toUnmodifiableMap(words -> words.getFirst(), words -> words.subList(1, words.size())));

    private PatientCompartment() {}

    /** The types of which resources may belong to a patient. */
    static Set<String> types() {
        return ELEMENTS.keySet();
    }

    /** The references, objects of FHIR type Reference, that say what a resource of this type is about. */
    static List<JsonNode> subjects(String type, JsonNode resource) {
        return at(resource, ELEMENTS.getOrDefault(type, List.of()).stream().limit(1));
    }

    /** The references that say who takes part in it. */
    static List<JsonNode> participants(String type, JsonNode resource) {
        return at(resource, ELEMENTS.getOrDefault(type, List.of()).stream().skip(1));
    }

    private static List<JsonNode> at(JsonNode resource, Stream<String> elements) {
        List<JsonNode> found = new ArrayList<>();
        elements.forEach(element -> collect(resource, element, found));
        return found;
    }

    private static void collect(JsonNode node, String path, List<JsonNode> found) {
        int dot = path.indexOf('.');
        JsonNode child = node.path(dot < 0 ? path : path.substring(0, dot));
        for (JsonNode each : child.isArray() ? child : List.of(child)) {
            if (dot >= 0) {
                collect(each, path.substring(dot + 1), found);
            } else if (each.isObject()) {
                found.add(each);
            }
        }
    }
}
