package eu.havenlake.ingest.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifyingColumnsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "Patient Name",
                "patient_id",
                "PatientID",
                "subject",
                "donor-name",
                "first_name",
                "surname",
                "birth_date",
                "Birth Date",
                "DOB",
                "date.of.birth",
                "mrn",
                "MRN",
                "ssn",
                "address",
                "E-Mail",
                "email",
                "phone",
                "Phone Number",
                "zip",
                "postal_code",
                "participant id",
                "id"
            })
    void columnThatSaysWhoSomeoneIsStaysBehind(String column) {
        assertThat(IdentifyingColumns.contain(column)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grade",
                "eye",
                "age",
                "sex",
                "patient_age",
                "camera",
                "location",
                "lesion_count",
                "filename",
                "identity_of_lesion",
                "personality",
                "Modality",
                "ImageType",
                "birthmark"
            })
    void columnThatDescribesTheImageOrTheConditionIsKept(String column) {
        assertThat(IdentifyingColumns.contain(column)).isFalse();
    }
}
