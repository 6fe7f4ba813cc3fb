package eu.havenlake.lake;

/**
 * A trouble that its user can end: the message says what cannot be done, why, and what to do. It is shown without a
 * stack trace. Everything else that is thrown is a bug.
 */
public sealed class HavenException extends RuntimeException permits ConfigurationException {
    private static final long serialVersionUID = 1L;

    public HavenException(String message) {
        super(message);
    }

    public HavenException(String message, Throwable cause) {
        super(message, cause);
    }
}
