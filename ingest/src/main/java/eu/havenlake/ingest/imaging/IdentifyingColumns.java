package eu.havenlake.ingest.imaging;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of columns that say who a person is or how to find them, after the identifiers of 45 CFR 164.514(b)(2). What a
 * label file holds under such a name stays in bronze.
 */
final class IdentifyingColumns {
    /** In small letters without separators and without the word for the person; the empty one is that word alone. */
    private static final Set<String> NAMES = Set.of(
            // who
            "",
            "name",
            "firstname",
            "lastname",
            "middlename",
            "maidenname",
            "fullname",
            "forename",
            "surname",
            "familyname",
            "givenname",
            "nickname",
            "initials",
            // numbers of persons and papers
            "id",
            "identifier",
            "number",
            "mrn",
            "medicalrecordnumber",
            "recordnumber",
            "accession",
            "accessionnumber",
            "ssn",
            "socialsecuritynumber",
            "nhsnumber",
            "nationalid",
            "insuranceid",
            "insurancenumber",
            "passport",
            "passportnumber",
            "licensenumber",
            "accountnumber",
            // days of a life
            "dob",
            "birth",
            "birthdate",
            "birthday",
            "dateofbirth",
            "dod",
            "deathdate",
            "dateofdeath",
            // where
            "address",
            "street",
            "city",
            "town",
            "zip",
            "zipcode",
            "postcode",
            "postalcode",
            // how to reach
            "phone",
            "phonenumber",
            "telephone",
            "tel",
            "mobile",
            "fax",
            "mail",
            "email",
            "emailaddress",
            "url",
            "ip",
            "ipaddress");

    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Pattern PERSON = Pattern.compile("^(patient|donor|subject|person|participant|user)s?");

    private IdentifyingColumns() {}

    /** Whether a column of this name is taken to identify a person, as {@code Patient_ID} or {@code birth date}. */
    static boolean contain(String column) {
        String plain = SEPARATORS.matcher(column.toLowerCase(Locale.ROOT)).replaceAll("");
        return NAMES.contains(PERSON.matcher(plain).replaceFirst(""));
    }
}
