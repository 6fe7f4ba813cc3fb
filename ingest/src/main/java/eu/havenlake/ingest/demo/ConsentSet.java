package eu.havenlake.ingest.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Decisions about consent of the demo's donors, as a CSV: most grant everything, some only a part, some withdraw later,
 * some never decided. Lists within a field are parted by semicolons.
 */
final class ConsentSet {
    static final String FILE = "synthetic-consent.csv";
    private static final String HEAD = "donor,decision,purposes,categories,from,until";
    private static final String GRANTED = "2022-06-01T00:00:00Z";
    private static final String WITHDRAWN = "2025-10-01T00:00:00Z";

    private final long seed;

    ConsentSet(long seed) {
        this.seed = seed;
    }

    void write(Path folder, List<SyntheticDonor> donors, List<String> phantomPatients) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        donors.forEach(
                donor -> lines.addAll(decisions(Demo.DATASET + ":" + donor.patient(), ofDonor(donor.patient()))));
        phantomPatients.forEach(
                patient -> lines.addAll(decisions(Demo.IMAGE_DATASET + ":" + patient, ofPhantom(patient))));
        Files.write(folder.resolve(FILE), lines);
    }

    /** What a donor decided. */
    enum Decision {
        /** Everything for every purpose. */
        ALL,
        /** Clinical data alone: of a donor with a wearable, its data stay out. */
        CLINICAL_ONLY,
        /** One purpose alone, that of the outcomes study. */
        OUTCOMES_ONLY,
        /** One purpose alone, that of the retinopathy study. */
        FUNDUS_ONLY,
        /** A grant, taken back in October 2025. */
        WITHDRAWN,
        /** Never asked or never answered. */
        NONE
    }

    /** Of 100 donors, about 85 grant everything. */
    private Decision ofDonor(String patient) {
        int percent = Seeds.of(seed, "consent " + patient).nextInt(100);
        if (percent < 85) {
            return Decision.ALL;
        }
        if (percent < 89) {
            return Decision.CLINICAL_ONLY;
        }
        if (percent < 92) {
            return percent == 89 ? Decision.FUNDUS_ONLY : Decision.OUTCOMES_ONLY;
        }
        return percent < 96 ? Decision.WITHDRAWN : Decision.NONE;
    }

    /** Of 100 phantom patients, about 93 can be used by the study of retinopathy. */
    private Decision ofPhantom(String patient) {
        int percent = Seeds.of(seed, "consent " + patient).nextInt(100);
        if (percent < 90) {
            return percent < 80 ? Decision.ALL : Decision.FUNDUS_ONLY;
        }
        return percent < 93 ? Decision.OUTCOMES_ONLY : percent < 97 ? Decision.WITHDRAWN : Decision.NONE;
    }

    private static List<String> decisions(String donor, Decision decision) {
        return switch (decision) {
            case ALL -> List.of(grant(donor, "", ""));
            case CLINICAL_ONLY -> List.of(grant(donor, "", "clinical"));
            case OUTCOMES_ONLY -> List.of(grant(donor, Demo.OUTCOMES_PURPOSE, ""));
            case FUNDUS_ONLY -> List.of(grant(donor, Demo.FUNDUS_PURPOSE, ""));
            case WITHDRAWN -> List.of(grant(donor, "", ""), donor + ",withdraw,,," + WITHDRAWN + ",");
            case NONE -> List.of();
        };
    }

    private static String grant(String donor, String purposes, String categories) {
        return String.join(",", donor, "grant", purposes, categories, GRANTED, "");
    }
}
