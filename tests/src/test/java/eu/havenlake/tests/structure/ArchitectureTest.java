package eu.havenlake.tests.structure;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import eu.havenlake.lake.table.Lake;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.streaming.DataStreamReader;

/** What the modules promise each other and the compiler does not see. */
@AnalyzeClasses(
        packages = "eu.havenlake",
        importOptions = {DoNotIncludeTests.class, DoNotIncludeTestJars.class})
class ArchitectureTest {
    @ArchTest
    static final ArchRule tablesAreReadAndWrittenAtOneEdge = noClasses()
            .that(not(resideInAnyPackage(
                    "eu.havenlake.lake.table", "eu.havenlake.lake.session", "eu.havenlake.ingest.bronze")))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(DataFrameReader.class, DataFrameWriter.class, DataStreamReader.class);

    @ArchTest
    static final ArchRule studiesReadThroughTheGate = noClasses()
            .that()
            .resideInAnyPackage("eu.havenlake.features..", "eu.havenlake.training..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Lake.class);

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("eu.havenlake.jobs.cli", "eu.havenlake.ingest.broker")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule theEngineKnowsNoSpark = noClasses()
            .that()
            .resideInAnyPackage("eu.havenlake.training.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "scala..");

    @ArchTest
    static final ArchRule theLakeKnowsNoSource = noClasses()
            .that()
            .resideInAPackage("eu.havenlake.lake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("eu.havenlake.ingest..", "org.apache.kafka..", "org.apache.avro..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("eu.havenlake.(*).(*)..").should().beFreeOfCycles();
}
