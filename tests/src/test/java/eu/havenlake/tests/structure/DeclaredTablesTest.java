package eu.havenlake.tests.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import eu.havenlake.jobs.lifecycle.DeclaredTables;
import eu.havenlake.lake.table.Table;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code haven tables --check} compares is all that is declared. */
class DeclaredTablesTest {
    @Test
    void noTableThatIsDeclaredIsForgotten() {
        List<String> declared = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(new DoNotIncludeTestJars())
                        .importPackages("eu.havenlake")
                        .stream()
                        .flatMap(each -> each.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                && field.getRawType().isEquivalentTo(Table.class))
                        .map(DeclaredTablesTest::name)
                        .toList();
        List<String> compared = Stream.concat(DeclaredTables.ofHome().stream(), DeclaredTables.ofStudy().stream())
                .map(Table::qualifiedName)
                .toList();
        assertThat(declared).hasSizeGreaterThan(10);
        assertThat(compared).containsAll(declared).doesNotHaveDuplicates();
    }

    private static String name(JavaField field) {
        try {
            var constant = field.reflect();
            constant.setAccessible(true);
            return ((Table) constant.get(null)).qualifiedName();
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.getFullName(), e);
        }
    }
}
