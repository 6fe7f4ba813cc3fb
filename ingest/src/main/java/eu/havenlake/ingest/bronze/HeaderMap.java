package eu.havenlake.ingest.bronze;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Headers of records → values of a map column. Neighbours mostly carry the same headers, and share one value. Not safe
 * for use by several threads.
 */
final class HeaderMap {
    private Header[] last = {};
    private ArrayBasedMapData value = map(last);

    /** A record may carry a header twice: the last counts, as it does for Kafka's own lookup. */
    ArrayBasedMapData of(Headers headers) {
        Header[] all = headers.toArray();
        if (!Arrays.equals(last, all)) {
            last = all;
            value = map(all);
        }
        return value;
    }

    private static ArrayBasedMapData map(Header... headers) {
        Map<UTF8String, UTF8String> found = new LinkedHashMap<>();
        for (Header header : headers) {
            found.put(UTF8String.fromString(header.key()), UTF8String.fromBytes(header.value()));
        }
        return new ArrayBasedMapData(
                new GenericArrayData(found.keySet().toArray()),
                new GenericArrayData(found.values().toArray()));
    }
}
