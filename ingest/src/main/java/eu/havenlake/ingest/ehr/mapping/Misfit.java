package eu.havenlake.ingest.ehr.mapping;

/** A value of a resource that is not of the type that FHIR gives to its place. The value itself is not quoted. */
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param path where it stands, as {@code Observation.valueQuantity.value}
     * @param wanted what should stand there, as {@code a number}
     */
    Misfit(String path, String wanted) {
        super(path + " is not " + wanted, null, false, false);
    }
}
