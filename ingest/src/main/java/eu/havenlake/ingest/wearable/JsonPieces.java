package eu.havenlake.ingest.wearable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the values in a JSON text without changing a character of them. */
final class JsonPieces {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonPieces() {}

    /**
     * A value, or the rest of a text that breaks off.
     *
     * @param text the characters as they stand
     * @param problem why no value could be read there
     */
    record Piece(String text, Optional<String> problem) {}

    /** The values of a text one after the other, and the elements of those that are arrays. */
    static List<Piece> of(String text) {
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.START_ARRAY && parser.currentToken() != JsonToken.END_ARRAY) {
                    start = offset(parser);
                    parser.skipChildren();
                    pieces.add(new Piece(text.substring(start, end(parser, text)), Optional.empty()));
                    start = end(parser, text);
                }
            }
        } catch (JsonProcessingException e) {
            pieces.add(new Piece(text.substring(start), Optional.of(DataPoint.notJson(e))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pieces;
    }

    /** The value of a member of the object that {@code text} is. */
    static Optional<String> member(String text, String name) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(name);
                parser.nextToken();
                int start = offset(parser);
                parser.skipChildren();
                if (found) {
                    return Optional.of(text.substring(start, end(parser, text)));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private static int end(JsonParser parser, String text) throws IOException {
        // A text is read to its end only when it is asked for; the parser then stands behind it.
        parser.finishToken();
        return Math.min(text.length(), (int) parser.currentLocation().getCharOffset());
    }
}
