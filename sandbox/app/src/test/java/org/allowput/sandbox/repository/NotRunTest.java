package org.allowput.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.testing.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code build/not-run} ends a build with the tests that it did not run. */
class NotRunTest {
    private static final Path ROOT = Checkout.current().root();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void skippedTestsOfAllModulesAreCountedByTheirReason() throws IOException {
        report("lambda/target/surefire-reports/TEST-a.A.xml", """
            <testcase name="runs" classname="a.A"/>
            <testcase name="long" classname="a.A"><skipped message="runs by -Pnightly"/></testcase>
            <testcase name="failed" classname="a.A"><failure message="no"/></testcase>\
            """);
        report("sandbox/app/target/failsafe-reports/TEST-b.B.xml", """
            <testcase name="" classname="b.B"><skipped message="runs by -Pnightly"/></testcase>
            <testcase name="other" classname="b.B"><skipped message="Go is&#10;not installed"/></testcase>
            <testcase name="assumed" classname="b.B">
              <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: waits for minutes
            	at org.junit.jupiter.api.Assumptions.throwAssumptionFailed(Assumptions.java:321)
            ]]></skipped>
            </testcase>\
            """);

        Finished printed = Finished.of(new ExternalCommand(ROOT, "build/not-run", folder.toString()));

        assertThat(printed.succeeded().lines())
                .containsExactly(
                        "Not run: 4 tests or classes of tests, beside 2 tests that ran.",
                        "      2 runs by -Pnightly",
                        "      1 Go is not installed",
                        "      1 Assumption failed: waits for minutes");
    }

    private void report(String name, String cases) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<testsuite name=\"x\">\n" + cases + "\n</testsuite>\n");
    }
}
