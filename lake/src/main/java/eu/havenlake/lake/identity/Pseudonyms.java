package eu.havenlake.lake.identity;

import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Keyed pseudonyms: HMAC-SHA-256 (RFC 2104, FIPS 180-4) of a donor id, cut to 128 bits, in hexadecimal. Without the key
 * nobody can tell which donor a pseudonym means, nor try ids until one fits.
 */
public final class Pseudonyms implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;
    private static final int LARGEST_SHIFT_DAYS = 182;

    private final byte[] key;
    private transient volatile Mac keyed;

    Pseudonyms(byte[] key) {
        this.key = key.clone();
    }

    /** The pseudonym of a donor. */
    public String of(String donor) {
        return HexFormat.of().formatHex(mac("donor", donor), 0, BYTES);
    }

    /** The number of days by which a study sees all dates of a donor moved: between -182 and 182. */
    public int daysShifted(String study, String pseudonym) {
        byte[] mac = mac("dates", study + "\n" + pseudonym);
        int number = (mac[0] & 0xff) << 16 | (mac[1] & 0xff) << 8 | (mac[2] & 0xff);
        return number % (2 * LARGEST_SHIFT_DAYS + 1) - LARGEST_SHIFT_DAYS;
    }

    /** The pseudonyms of a column of donors. */
    public Column of(Column donor) {
        UDF1<String, String> pseudonym = id -> id == null ? null : of(id);
        return udf(pseudonym, DataTypes.StringType).apply(donor);
    }

    /** {@link #daysShifted(String, String)} for a column of pseudonyms. */
    public Column daysShifted(String study, Column pseudonym) {
        UDF1<String, Integer> days = id -> id == null ? null : daysShifted(study, id);
        return udf(days, DataTypes.IntegerType).apply(pseudonym);
    }

    private byte[] mac(String use, String text) {
        try {
            return newMac().doFinal((use + "\n" + text).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    /** A copy of one that is only ever copied: to look for one among Java's providers takes longer than a pseudonym. */
    private Mac newMac() throws GeneralSecurityException {
        if (keyed == null) {
            keyed = made();
        }
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            // One in hardware.
            return made();
        }
    }

    private Mac made() throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
        return mac;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Pseudonyms";
    }
}
