package org.allowput.contract;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.allowput.emulator.testing.PackageRules;
import org.allowput.emulator.testing.TopLevelClasses;

@AnalyzeClasses(packagesOf = ContractArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ContractArchitectureTest {
    @ArchTest
    static final ArchRule packagesAreSmall = PackageRules.size();

    @ArchTest
    static final ArchRule packagesDependInOneDirection = PackageRules.uses("org.allowput.contract", """
        : json
        selection: json
        connection: json
        json:
        resource:
        event: connection json
        object:
        receipt: object json
        large: event json object
        """);

    /** Nested classes count as their top-level class. */
    @ArchTest
    static final ArchRule classesHaveNoCycles =
            slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyAJsonParserIsUsed = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "org.allowput.contract..", "java..", "com.fasterxml.jackson..", "org.jspecify.."));
}
