package org.allowput.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.allowput.emulator.testing.PackageRules;
import org.allowput.emulator.testing.TopLevelClasses;

/** The stacks depend on the settings, not the other way round, and no class depends on itself through others. */
@AnalyzeClasses(packages = "org.allowput.infra", importOptions = ImportOption.DoNotIncludeTests.class)
class InfraArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_USE_THOSE_THAT_FOLLOW = PackageRules.order(
            "org.allowput.infra",
            "",
            "monitoring",
            "reconcile",
            "large",
            "trigger",
            "function",
            "grant",
            "policy",
            "construct",
            "settings",
            "settings.sourceaccount",
            "settings.targetaccount",
            "settings.function",
            "settings.alarms",
            "settings.region");

    @ArchTest
    static final ArchRule PACKAGES_ARE_SMALL = PackageRules.size();

    @ArchTest
    static final ArchRule SETTINGS_DO_NOT_DEPEND_ON_THE_CDK = noClasses()
            .that()
            .resideInAPackage("org.allowput.infra.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "software.constructs..");

    @ArchTest
    static final ArchRule CLASSES_HAVE_NO_CYCLES =
            slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles();
}
