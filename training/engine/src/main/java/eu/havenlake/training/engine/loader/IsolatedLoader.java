package eu.havenlake.training.engine.loader;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Takes classes with certain prefixes from its own jars only, all others from its parent first. This is how an engine
 * built on one version of Scala lives beside a Spark built on another.
 *
 * <p>Own classes are never looked for in the parent: Scala's reflection asks for classes that its version does not have,
 * finds those of the other version there and dies.
 */
final class IsolatedLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final List<String> ownPrefixes;

    IsolatedLoader(URL[] jars, ClassLoader parent, List<String> ownPrefixes) {
        super("training-engine", jars, parent);
        this.ownPrefixes = List.copyOf(ownPrefixes);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return ownPrefixes.stream().anyMatch(name::startsWith) ? own(name) : super.loadClass(name, resolve);
    }

    private Class<?> own(String name) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    /** Native libraries and settings come from the jars of the engine, whatever else the parent holds. */
    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }
}
