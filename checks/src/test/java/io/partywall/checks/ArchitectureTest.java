package io.partywall.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.partywall.isolation.Access;
import io.partywall.isolation.Actor;
import io.partywall.isolation.SigningKeys;
import io.partywall.isolation.TenantId;
import java.time.Duration;
import java.util.stream.Stream;

/** What may depend on what: {@code server → schema → isolation} and {@code server → inspector}, and nothing back. */
@AnalyzeClasses(packages = "io.partywall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] INSPECTOR_LEANS_ON = {
        "java..", "javax.sql", "org.jspecify..", "tools.jackson..", "io.partywall.inspector.."
    };

    @ArchTest
    static final ArchRule theLibraryKnowsNothingOfThePlatform = classes()
            .that()
            .resideInAPackage("io.partywall.isolation")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax..",
                    "org.jooq..",
                    "org.postgresql..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "io.partywall.isolation");

    @ArchTest
    static final ArchRule theInspectorKnowsNothingOfThePlatformNorOfTheLibrary = classes()
            .that()
            .resideInAPackage("io.partywall.inspector..")
            .and()
            .resideOutsideOfPackage("io.partywall.inspector.junit")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(INSPECTOR_LEANS_ON);

    @ArchTest
    static final ArchRule onlyTheInspectorsExtensionKnowsJUnit = classes()
            .that()
            .resideInAPackage("io.partywall.inspector.junit")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with(INSPECTOR_LEANS_ON, "org.junit.jupiter.api.."));

    @ArchTest
    static final ArchRule nothingOfTheInspectorNeedsItsExtension = noClasses()
            .that()
            .resideInAPackage("io.partywall.inspector..")
            .and()
            .resideOutsideOfPackage("io.partywall.inspector.junit")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.partywall.inspector.junit");

    @ArchTest
    static final ArchRule theSchemaKnowsNothingOfTheServer = noClasses()
            .that()
            .resideInAPackage("io.partywall.schema..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "javax..",
                    "org.jooq..",
                    "org.flywaydb..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "io.partywall.isolation",
                    "io.partywall.schema..");

    @ArchTest
    static final ArchRule capabilitiesHaveNoCycles =
            slices().matching("io.partywall.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule contextsAreIssuedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("io.partywall.isolation", "io.partywall.access", "io.partywall.testing")
            .should()
            .callMethod(SigningKeys.class, "issue", TenantId.class, Actor.class, Access.class, Duration.class);

    @ArchTest
    static final ArchRule nothingIsAmbient =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule packagesAreNamedForWhatTheyAreAbout = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..impl..", "..helper..", "..service..", "..dto..");

    @ArchTest
    static final ArchRule onlyTheCommandLineTalksToPeople = noClasses()
            .that()
            .resideOutsideOfPackages("io.partywall.cli")
            .should()
            .accessField(System.class, "out");

    private static String[] with(String[] packages, String another) {
        return Stream.concat(Stream.of(packages), Stream.of(another)).toArray(String[]::new);
    }
}
