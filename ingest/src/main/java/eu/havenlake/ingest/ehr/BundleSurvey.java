package eu.havenlake.ingest.ehr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * The first of two passes over a document: is it a Bundle, and what do its entries say that references need? An entry
 * may refer to a later one, so this must be known before the first record.
 *
 * @param isBundle whether the document is a Bundle
 * @param references what it knows
 */
record BundleSurvey(boolean isBundle, BundleReferences references) {
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    /** Reads {@code text} to its end or to where it breaks. */
    static BundleSurvey of(TextReader text, Optional<BundleReferences> folder) {
        var references = new BundleReferences(folder);
        return new BundleSurvey(learn(text, references), references);
    }

    /** Adds what the Bundle {@code text} knows to {@code references}; tells whether it is a Bundle. */
    static boolean learn(TextReader text, BundleReferences references) {
        var entries = new BundleEntries(text);
        boolean resources = false;
        try {
            for (Optional<String> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                resources |= learn(entry.get(), references);
            }
        } catch (JsonScanner.Broken e) {
            // The second pass comes to the same place and makes a record of it.
            return entries.inBundle() || (resources && !entries.typed());
        }
        return entries.inBundle();
    }

    private static boolean learn(String entry, BundleReferences references) {
        try {
            JsonNode node = JSON.readTree(entry);
            references.learn(node);
            return node.has("resource");
        } catch (JsonProcessingException e) {
            // A broken entry teaches nothing; the second pass makes a record of it.
            return false;
        }
    }
}
