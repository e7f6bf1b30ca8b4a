package io.partywall.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.partywall.isolation.SigningKeys;

/** What may depend on what: {@code server → schema → isolation}, and nothing back. */
@AnalyzeClasses(packages = "io.partywall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theLibraryKnowsNothingOfThePlatform = classes()
            .that()
            .resideInAPackage("io.partywall.isolation")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "javax.sql..", "org.jooq..", "org.postgresql..", "org.slf4j..", "org.jspecify..",
                    "io.partywall.isolation");

    @ArchTest
    static final ArchRule theSchemaKnowsNothingOfTheServer = noClasses()
            .that()
            .resideInAPackage("io.partywall.schema..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "javax.sql..", "org.jooq..", "org.flywaydb..", "org.slf4j..", "org.jspecify..",
                    "io.partywall.isolation", "io.partywall.schema..");

    @ArchTest
    static final ArchRule capabilitiesHaveNoCycles =
            slices().matching("io.partywall.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule contextsAreIssuedInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackages("io.partywall.isolation", "io.partywall.access", "io.partywall.testing")
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                    com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(SigningKeys.class))
                            .and(com.tngtech.archunit.core.domain.properties.HasName.Predicates.name("issue"))));

    @ArchTest
    static final ArchRule nothingIsAmbient = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule packagesAreNamedForWhatTheyAreAbout = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..service..", "..dto..");

    @ArchTest
    static final ArchRule onlyTheCommandLineTalksToPeople = noClasses()
            .that()
            .resideOutsideOfPackages("io.partywall.cli")
            .should()
            .accessField(System.class, "out");
}
