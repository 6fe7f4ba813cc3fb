package eu.havenlake.ingest.ehr.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirTimeTest {
    @ParameterizedTest
    @CsvSource({
        "1987,                              1987-01-01T00:00:00Z",
        "1987-06,                           1987-06-01T00:00:00Z",
        "1987-06-05,                        1987-06-05T00:00:00Z",
        "2020-02-29T23:30:15Z,              2020-02-29T23:30:15Z",
        "2020-02-29T23:30:15-04:00,         2020-03-01T03:30:15Z",
        "2020-02-29T23:30:15+05:30,         2020-02-29T18:00:15Z",
        "2020-02-29T23:30:15,               2020-02-29T23:30:15Z",
        "2020-02-29T23:30Z,                 2020-02-29T23:30:00Z",
        "2022-03-29T22:38:59.084000+00:00,  2022-03-29T22:38:59.084Z",
        "2022-03-29T22:38:59.1Z,            2022-03-29T22:38:59.1Z",
        "2022-03-29T22:38:59.123456789123Z, 2022-03-29T22:38:59.123456Z",
        "2016-12-31T23:59:60Z,              2016-12-31T23:59:59Z"
    })
    void everyPrecisionStandsForItsStart(String text, Instant start) {
        assertThat(FhirTime.parse(text)).contains(start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "87",
                "2020-13",
                "2020-02-30",
                "2020-2-3",
                "2020-01-01 10:00:00",
                "2020-01-01T25:00:00Z",
                "2020-01-01T10:00:00+99:00",
                "yesterday",
                "2020Z",
                "2020-02Z",
                "2020-02-29Z",
                "2020T10:00:00Z",
                "2020-02T10:00:00Z",
                "2020-",
                "2020-01-01T",
                "2020-01-01T10",
                "2020-01-01T10Z",
                "2020-01-01T10:00:00.Z",
                "2020-01-01T10:00.5Z",
                "2020-01-01T10:00:00+5:00",
                "2020-01-01T10:00:00+0500",
                "2020-01-01T10:00:00ZZ",
                "２０２０",
                "-020",
                "12020"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(FhirTime.parse(text)).isEmpty();
    }
}
