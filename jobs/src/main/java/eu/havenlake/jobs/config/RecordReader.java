package eu.havenlake.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import eu.havenlake.lake.ConfigurationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a block of HOCON into a settings record: a component {@code learningRate} is the key {@code learning-rate}. All
 * problems of a block are collected, each with file, line and remedy, before it fails.
 */
final class RecordReader {
    private final List<String> problems = new ArrayList<>();

    /** The record that {@code config} says; empty where there were problems. */
    <R extends Record> Optional<R> read(Config config, String path, Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        refuseUnknownKeys(config, path, components);
        Object[] values = new Object[components.length];
        int before = problems.size();
        for (int i = 0; i < components.length; i++) {
            values[i] = component(config, path, components[i]);
        }
        return problems.size() > before ? Optional.empty() : construct(config, path, type, components, values);
    }

    /** What was wrong so far. */
    List<String> problems() {
        return problems;
    }

    static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private void refuseUnknownKeys(Config config, String path, RecordComponent[] components) {
        List<String> known = Arrays.stream(components).map(RecordReader::key).toList();
        config.root().forEach((key, value) -> {
            if (!known.contains(key)) {
                problem(value, path + key, "is not a setting. " + Spelling.advice(key, known));
            }
        });
    }

    private Object component(Config config, String path, RecordComponent component) {
        String key = key(component);
        boolean optional = component.getType() == Optional.class;
        if (!config.hasPath(key)) {
            if (!optional) {
                problems.add("%s%s is missing. Give it a value.".formatted(path, key));
            }
            return Optional.empty();
        }
        Type type = optional ? argument(component.getGenericType()) : component.getGenericType();
        Object value = value(config, path, key, type);
        return optional ? Optional.ofNullable(value) : value;
    }

    private static Type argument(Type generic) {
        return ((ParameterizedType) generic).getActualTypeArguments()[0];
    }

    private Object value(Config config, String path, String key, Type type) {
        try {
            return typed(config, path, key, type);
        } catch (ConfigException e) {
            problem(config.getValue(key), path + key, "cannot be read as " + name(type) + ". Give it such a value.");
        } catch (IllegalArgumentException | DateTimeException e) {
            problem(config.getValue(key), path + key, e.getMessage());
        }
        return null;
    }

    private Object typed(Config config, String path, String key, Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return collection(config, key, parameterized);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return read(config.getConfig(key), path + key + ".", plain.asSubclass(Record.class))
                    .orElse(null);
        }
        if (plain.isEnum()) {
            return constant(config.getString(key), plain);
        }
        return switch (plain.getSimpleName()) {
            case "String" -> config.getString(key);
            case "int" -> config.getInt(key);
            case "long" -> config.getLong(key);
            case "double", "Double" -> config.getDouble(key);
            case "boolean" -> config.getBoolean(key);
            case "Duration" -> config.getDuration(key);
            case "LocalDate" -> LocalDate.parse(config.getString(key));
            default -> throw new IllegalStateException("Settings have no type " + plain);
        };
    }

    /** A list; from {@code --set} it comes as words between commas, also in brackets. */
    static List<String> strings(Config config, String key) {
        if (config.getValue(key).valueType() != ConfigValueType.STRING) {
            return config.getStringList(key);
        }
        return Arrays.stream(config.getString(key).replaceAll("^\\[|]$", "").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Object collection(Config config, String key, ParameterizedType type) {
        Class<?> element = (Class<?>) argument(type);
        List<?> values = strings(config, key).stream()
                .map(text -> element.isEnum() ? constant(text, element) : text)
                .toList();
        return type.getRawType() == Set.class ? Set.copyOf(values) : values;
    }

    private static Object constant(String text, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> label(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is not one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(RecordReader::label)
                                .collect(Collectors.joining(", "))
                        + ". Use one of them."));
    }

    private static String label(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private static String name(Type type) {
        return type instanceof Class<?> plain
                ? plain == Duration.class ? "a duration, as 30s" : "a value of type " + plain.getSimpleName()
                : "a list";
    }

    private <R extends Record> Optional<R> construct(
            Config config, String path, Class<R> type, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return Optional.of(constructor(type, types).newInstance(values));
        } catch (InvocationTargetException e) {
            problem(config.root(), path.replaceAll("\\.$", ""), e.getCause().getMessage());
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no public settings record", e);
        }
    }

    private static <R> Constructor<R> constructor(Class<R> type, Class<?>[] types) throws NoSuchMethodException {
        Constructor<R> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }

    private void problem(ConfigValue value, String path, String what) {
        String shown = value.valueType() == ConfigValueType.OBJECT ? "" : " = " + value.unwrapped();
        problems.add("%s: %s%s %s".formatted(value.origin().description(), path, shown, what));
    }

    /** Fails if there was any problem. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), problems));
        }
    }
}
