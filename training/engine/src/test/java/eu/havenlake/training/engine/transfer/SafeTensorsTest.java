package eu.havenlake.training.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.havenlake.lake.HavenException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        float[] large = new float[700_001];
        Arrays.fill(large, 3.25f);
        large[700_000] = -0f;
        tensors.put("large", new NamedTensor(List.of(1, 700_001), large));
        tensors.put("small", new NamedTensor(List.of(2, 1, 1), new float[] {Float.MIN_VALUE, Float.MAX_VALUE}));
        tensors.put("scalar", new NamedTensor(List.of(), new float[] {7}));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafeTensors.write(tensors, Map.of("format", "pt"), out);
        Map<String, NamedTensor> read = read(out.toByteArray());
        assertThat(read.keySet()).containsExactly("large", "small", "scalar");
        tensors.forEach((name, tensor) -> {
            assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(read.get(name).values()).isEqualTo(tensor.values());
        });
    }

    /** The bytes are those of 1 and -2.5 in each type, little-endian. */
    @ParameterizedTest
    @CsvSource({
        "F32, 0000803f 000020c0, 1, -2.5",
        "F64, 000000000000f03f 00000000000004c0, 1, -2.5",
        "F16, 003c 00c1, 1, -2.5",
        "BF16, 803f 20c0, 1, -2.5",
    })
    void everyTypeOfRealNumbersIsRead(String type, String hex, float first, float second) {
        byte[] bytes = bytes(hex);
        Map<String, NamedTensor> read = read(file(
                "{\"w\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}".formatted(type, bytes.length),
                bytes));
        assertThat(read.get("w").values()).containsExactly(first, second);
    }

    @Test
    void countersOfBatchesAreLeftOut() {
        byte[] data = new byte[12];
        data[10] = (byte) 0x80;
        data[11] = (byte) 0x3f;
        Map<String, NamedTensor> read = read(file(
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"seen\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}   ",
                data));
        assertThat(read.keySet()).containsExactly("w");
        assertThat(read.get("w").values()).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|it breaks off",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|tensor w has 4 bytes",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}}|tensor w does not begin where",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}|tensor w has an extent of -1",
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,4]}}|integer overflow",
                "{\"w\":{\"dtype\":\"F8\",\"shape\":[4],\"data_offsets\":[0,4]}}|of type F8",
                "{\"w\":{\"dtype\":\"F32\"}}|tensor w has no shape",
                "[]|no JSON object",
                "{\"w\":|end-of-input",
            })
    void damagedFilesAreRefusedWithTheReason(String header, String reason) {
        assertThatThrownBy(() -> read(file(header, new byte[4])))
                .isInstanceOf(HavenException.class)
                .hasMessageContaining("Cannot read weights from weights.safetensors")
                .hasMessageContaining(reason);
    }

    @Test
    void fileOfAnotherFormatIsRefusedWithoutAskingForMemory() {
        byte[] zip = "PK\3\4 something else altogether".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(zip)).hasMessageContaining("no length of a header");
    }

    private static byte[] file(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data)
                .array();
    }

    private static byte[] bytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Map<String, NamedTensor> read(byte[] file) {
        return SafeTensors.read(new ByteArrayInputStream(file), "weights.safetensors");
    }
}
