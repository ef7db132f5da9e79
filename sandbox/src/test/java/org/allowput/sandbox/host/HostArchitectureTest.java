package org.allowput.sandbox.host;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package of the Lambda host may use which, and that no class depends on itself through others. */
@AnalyzeClasses(packagesOf = HostArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class HostArchitectureTest {
    private static final String HOST = "org.allowput.sandbox.host";

    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("host")
            .definedBy(HOST)
            .layer("environment")
            .definedBy(HOST + ".environment")
            .layer("runtime")
            .definedBy(HOST + ".runtime")
            .layer("settings")
            .definedBy(HOST + ".settings")
            .layer("function")
            .definedBy(HOST + ".function")
            .layer("invocation")
            .definedBy(HOST + ".invocation")
            .layer("http")
            .definedBy(HOST + ".http")
            .whereLayer("host")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("environment")
            .mayOnlyBeAccessedByLayers("host")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("host", "environment")
            .whereLayer("settings")
            .mayOnlyBeAccessedByLayers("host", "environment", "runtime")
            .whereLayer("function")
            .mayOnlyBeAccessedByLayers("host", "environment", "runtime", "settings")
            .whereLayer("invocation")
            .mayOnlyBeAccessedByLayers("host", "environment", "runtime");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.allowput.sandbox.(**)").should().beFreeOfCycles();
}
