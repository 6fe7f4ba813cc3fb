package eu.havenlake.ingest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a reason must be like: it says what is wrong in words, and nothing of whom the record is about. */
public final class Reasons {
    private static final Pattern JAVA = Pattern.compile(
            "Exception|Error\\b|\\bjava\\.|\\bscala\\.|\\borg\\.|unknown error|\\bnull\\b|out of bounds|@[0-9a-f]{6,}");
    private static final int LONGEST = 500;

    private Reasons() {}

    /** Checks a reason. */
    public static void check(String reason) {
        assertThat(reason).isNotBlank().hasSizeLessThan(LONGEST).doesNotContainPattern(JAVA);
        assertThat(reason.toLowerCase(Locale.ROOT)).doesNotContain(Templates.IDENTIFYING);
    }
}
