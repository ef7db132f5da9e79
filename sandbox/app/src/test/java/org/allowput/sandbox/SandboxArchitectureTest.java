package org.allowput.sandbox;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.allowput.emulator.testing.PackageRules;
import org.allowput.emulator.testing.TopLevelClasses;

/** Which package may use which: commands use the rest. */
@AnalyzeClasses(packagesOf = SandboxArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class SandboxArchitectureTest {
    @ArchTest
    static final ArchRule packagesUseThoseThatFollow =
            PackageRules.order("org.allowput.sandbox", "command", "demo", "");

    @ArchTest
    static final ArchRule packagesAreSmall = PackageRules.size();

    @ArchTest
    static final ArchRule classesHaveNoCycles =
            slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles();
}
