package eu.havenlake.lake;

/** Wrong usage or configuration: nothing was started. */
public final class ConfigurationException extends HavenException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
