package eu.havenlake.ingest.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * The versions of a contract, from the first release on, as the files {@code history/<Contract>-<version>.avsc}. Records
 * of all of them may still be on Kafka, so the present contract must read each.
 */
public final class ContractHistory {
    private ContractHistory() {}

    /** Every version of the contract, the first one first; the last is the present one. */
    public static List<Schema> of(Schema contract) {
        List<Schema> versions = new ArrayList<>();
        Optional<Schema> version = version(contract, 1);
        while (version.isPresent()) {
            versions.add(version.get());
            version = version(contract, versions.size() + 1);
        }
        return versions;
    }

    private static Optional<Schema> version(Schema contract, int number) {
        try (InputStream file =
                ContractHistory.class.getResourceAsStream("history/%s-%d.avsc".formatted(contract.getName(), number))) {
            return file == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contract without the wish for Java's strings that generated classes add to it. */
    public static Schema plain(Schema contract) {
        return new Schema.Parser().parse(contract.toString().replace(",\"avro.java.string\":\"String\"", ""));
    }

    /**
     * Why records of one schema cannot be read as another; empty if all can. Beside Avro's own rules, a logical type has
     * to stay: Avro reads milliseconds as microseconds without a word.
     */
    public static Optional<String> obstacle(Schema writer, Schema reader) {
        Stream<String> avro = Stream.of(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer))
                .flatMap(pair -> pair.getResult().getIncompatibilities().stream())
                .map(trouble -> words(trouble, reader));
        Stream<String> meaning = reader.getFields().stream()
                .filter(field -> writer.getField(field.name()) != null)
                .filter(field -> !logicalTypes(field).equals(logicalTypes(writer.getField(field.name()))))
                .map(field -> "field %s has the logical type %s, and had %s"
                        .formatted(field.name(), logicalTypes(field), logicalTypes(writer.getField(field.name()))));
        String found = Stream.concat(avro, meaning).collect(Collectors.joining("; "));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static String words(Incompatibility trouble, Schema reader) {
        String[] place = trouble.getLocation().split("/");
        String subject = place.length > 2 && place[1].equals("fields")
                ? "field " + reader.getFields().get(Integer.parseInt(place[2])).name()
                : "record " + reader.getName();
        return switch (trouble.getType()) {
            case READER_FIELD_MISSING_DEFAULT_VALUE -> subject + " is missing, and has no default";
            case NAME_MISMATCH -> "the record is another one";
            default -> subject + ": " + trouble.getMessage();
        };
    }

    private static List<String> logicalTypes(Schema.Field field) {
        Stream<Schema> types =
                field.schema().isUnion() ? field.schema().getTypes().stream() : Stream.of(field.schema());
        return types.map(Schema::getLogicalType)
                .filter(Objects::nonNull)
                .map(LogicalType::getName)
                .toList();
    }
}
