package eu.havenlake.lake;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Failures that come from outside, a full disk or a broker that is gone, in words for whoever runs HavenLake. */
public final class Trouble {
    private static final Pattern FULL = Pattern.compile(
            "No space left on device|Disk quota exceeded|File too large|not enough space on the disk",
            Pattern.CASE_INSENSITIVE);
    /** Spark tells why a task failed in its message, with the stack after it. */
    private static final Pattern TASK = Pattern.compile("Lost task [^:]*?\\(TID \\d+\\)[^:]*: (.*)");

    private static final Pattern CLASS_NAMES = Pattern.compile("(?:(?:\\w+\\.)+\\w*(?:Exception|Error): )+");

    private Trouble() {}

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause);
    }

    /** Whether a disk is full, whoever noticed it. */
    public static boolean isFullDisk(Throwable failure) {
        return chain(failure)
                .map(each -> String.valueOf(each.getMessage()))
                .anyMatch(message -> FULL.matcher(message).find());
    }

    /** The cause at the bottom, in one line and without the names of Java's classes. */
    public static String words(Throwable failure) {
        Throwable last = chain(failure).reduce(failure, (first, second) -> second);
        String message =
                Optional.ofNullable(last.getMessage()).orElse(last.getClass().getSimpleName());
        Matcher task = TASK.matcher(message);
        String words = task.find() ? task.group(1) : message;
        return CLASS_NAMES
                .matcher(words.lines().findFirst().orElse(""))
                .replaceAll("")
                .strip();
    }
}
