package eu.havenlake.jobs.lifecycle;

import eu.havenlake.ingest.consent.ConsentCuration;
import eu.havenlake.ingest.curation.Curation;
import eu.havenlake.ingest.ehr.mapping.EhrCurations;
import eu.havenlake.ingest.imaging.ImagingCuration;
import eu.havenlake.ingest.wearable.WearableCuration;
import java.util.List;
import java.util.stream.Stream;

/** Every way from bronze to silver. Decisions come first: they say what else may pass. */
final class Curations {
    private Curations() {}

    static List<Curation> all() {
        return Stream.of(
                        Stream.of(ConsentCuration.curation()),
                        EhrCurations.all().stream(),
                        Stream.of(WearableCuration.curation(), ImagingCuration.curation()))
                .flatMap(curations -> curations)
                .toList();
    }
}
