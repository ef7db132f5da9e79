package org.allowput.sandbox.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.allowput.emulator.local.Checkout;
import org.allowput.ops.cli.Output;
import org.allowput.sandbox.NpmPackages;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxAccess;
import org.allowput.sandbox.SandboxException;
import org.allowput.sandbox.StateDirectory;
import org.allowput.sandbox.log.GrowingFile;
import org.allowput.sandbox.log.LoggedOutcome;
import org.allowput.sandbox.report.Access;
import org.allowput.sandbox.report.PageAssets;
import org.allowput.sandbox.report.ReportPage;
import org.allowput.sandbox.report.RunRecord;
import org.allowput.sandbox.status.LiveStatus;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = "Writes one HTML page about the last demo: throughput, lag, sizes, outcomes, and who may do what."
                + " Without a demo, or with --all, about everything since the sandbox was started. Works after"
                + " down, too.",
        footer = {
            "",
            "Examples:",
            "  bin/sandbox report",
            "  bin/sandbox report --all --output /tmp/replication.html",
            "  bin/sandbox report --json    the numbers of the page"
        })
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private Output output = new Output();

    @Option(names = "--output", paramLabel = "FILE", description = "Default: report.html in the state directory.")
    private @Nullable Path file;

    @Option(names = "--all", description = "Everything since the sandbox was started, not the last demo alone.")
    private boolean all;

    @Override
    public Integer call() {
        StateDirectory directory = state.directory();
        List<LoggedOutcome> outcomes = new GrowingFile(directory.functionLog())
                .newLines().stream()
                        .map(LoggedOutcome::in)
                        .flatMap(Optional::stream)
                        .toList();
        Optional<RunRecord> run = all ? Optional.<RunRecord>empty() : directory.lastRun();
        ReportPage page = new ReportPage(run.orElseGet(() -> sinceStart(outcomes)), outcomes);
        PrintWriter out = output.writer();
        if (output.isJson()) {
            output.print(page.json());
            return 0;
        }
        Path written = file == null ? directory.folder().resolve("report.html") : file.toAbsolutePath();
        Path modules = NpmPackages.CHARTS.ensure(Checkout.current(), line -> {
            out.println(line);
            out.flush();
        });
        write(written, page.html(new PageAssets(modules), Instant.now()));
        out.println("Written: " + written.toUri());
        out.flush();
        return 0;
    }

    private RunRecord sinceStart(List<LoggedOutcome> outcomes) {
        try (Sandbox sandbox = state.attach()) {
            return new RunRecord(
                    "Everything since the sandbox was started",
                    "",
                    outcomes.isEmpty() ? Instant.now() : outcomes.getFirst().time(),
                    LiveStatus.objectsIn(sandbox),
                    OptionalLong.empty(),
                    SandboxAccess.check(sandbox).stream().map(Access::of).toList());
        }
    }

    private static void write(Path file, String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new SandboxException(
                    "The page was not written: " + e + ". Name a file in an existing folder with --output.", e);
        }
    }
}
