package eu.havenlake.tests.bench;

import eu.havenlake.ingest.contract.EhrResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A crowd of donors made of a few: their records again and again, from other files and with other UUIDs each time, in
 * the text of the record and wherever else they stand.
 */
final class Crowd {
    /** The first eight digits of a UUID (RFC 9562, section 4). */
    private static final Pattern UUID_HEAD = Pattern.compile("[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-)");

    private static final int ODD = 0x9E3779B1;

    private Crowd() {}

    /** The records of {@code few}, and those of ever new donors. */
    static Stream<EhrResource> of(List<EhrResource> few) {
        return IntStream.iterate(0, round -> round + 1)
                .boxed()
                .flatMap(round -> few.stream().map(record -> renamed(record, round * ODD)));
    }

    private static EhrResource renamed(EhrResource record, int by) {
        Map<String, String> references = new TreeMap<>();
        record.getReferences().forEach((name, to) -> references.put(renamed(name, by), renamed(to, by)));
        return EhrResource.newBuilder(record)
                .setDonor(record.getDonor() == null ? null : renamed(record.getDonor(), by))
                .setResourceId(record.getResourceId() == null ? null : renamed(record.getResourceId(), by))
                .setReferences(references)
                .setJson(renamed(record.getJson(), by))
                .setSource("%08x/%s".formatted(by, record.getSource()))
                .build();
    }

    private static String renamed(String text, int by) {
        return UUID_HEAD
                .matcher(text)
                .replaceAll(head -> "%08x".formatted(Integer.parseUnsignedInt(head.group(), 16) ^ by));
    }
}
