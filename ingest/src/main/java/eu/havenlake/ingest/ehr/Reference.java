package eu.havenlake.ingest.ehr;

import java.util.Optional;

/**
 * The resource that a reference names.
 *
 * @param type FHIR resource type
 * @param id logical id
 */
public record Reference(String type, String id) {
    private static final String VERSION = "/_history/";
    private static final int LONGEST_ID = 64;

    /**
     * Reads a reference that says itself what it names: a relative or absolute RESTful URL, a version aside (FHIR R4
     * 2.3.0.3). Empty for {@code urn:}, conditional and contained ones.
     */
    public static Optional<Reference> parse(String reference) {
        int history = reference.lastIndexOf(VERSION);
        // Before it may stand a server whose own path has such a part.
        int version = reference.indexOf('/', history + VERSION.length()) < 0 ? history : -1;
        String url = version < 0 ? reference : reference.substring(0, version);
        int slash = url.lastIndexOf('/');
        int type = url.lastIndexOf('/', slash - 1) + 1;
        boolean names = slash > 0
                && isId(url.substring(slash + 1), LONGEST_ID)
                && R4.hasResourceType(url.substring(type, slash))
                && isServer(url.substring(0, type))
                && (version < 0 || isId(reference.substring(version + VERSION.length()), Integer.MAX_VALUE));
        return names
                ? Optional.of(new Reference(url.substring(type, slash), url.substring(slash + 1)))
                : Optional.empty();
    }

    /** Letters, digits, hyphens and dots (FHIR R4 2.24.0.1, id). By hand: every resource has several references. */
    private static boolean isId(String text, int longest) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.';
            if (!fits) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= longest;
    }

    /** Nothing, or a base URL that ends with a slash. */
    private static boolean isServer(String base) {
        return base.isEmpty()
                || (base.startsWith("http://") && base.length() > "http://".length()
                                || base.startsWith("https://") && base.length() > "https://".length())
                        && base.indexOf('?') < 0
                        && base.indexOf('#') < 0;
    }

    @Override
    public String toString() {
        return type + "/" + id;
    }
}
