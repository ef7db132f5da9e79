package org.allowput.host;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.allowput.emulator.testing.PackageRules;

/** Which package of the Lambda host may use which. */
@AnalyzeClasses(packagesOf = HostArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class HostArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_ONE_WAY = PackageRules.order(
            "org.allowput.host",
            "",
            "cloudwatch",
            "environment",
            "runtime",
            "settings",
            "function",
            "invocation",
            "http");
}
