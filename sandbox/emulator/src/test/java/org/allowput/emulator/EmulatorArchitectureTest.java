package org.allowput.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.allowput.emulator.testing.PackageRules;
import org.allowput.emulator.testing.TopLevelClasses;

/** Emulators use tools of this computer, not the other way round; and nothing else of this repository. */
@AnalyzeClasses(packagesOf = EmulatorArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class EmulatorArchitectureTest {
    @ArchTest
    static final ArchRule packagesUseThoseThatFollow =
            PackageRules.order("org.allowput.emulator", "proxy", "strict", "", "local");

    @ArchTest
    static final ArchRule packagesAreSmall = PackageRules.size();

    @ArchTest
    static final ArchRule theEmulatorKnowsNoOtherModule = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.allowput.lambda..",
                    "org.allowput.infra..",
                    "org.allowput.ops..",
                    "org.allowput.sandbox..",
                    "org.allowput.bench..");

    @ArchTest
    static final ArchRule classesHaveNoCycles =
            slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles();
}
