package org.allowput.ops.acceptance;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.account.Redactor;
import org.allowput.ops.acceptance.account.ResourceNames;
import org.allowput.ops.acceptance.check.CheckResult;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.check.OperatorCommands;
import org.allowput.ops.acceptance.cleanup.Ledger;
import org.allowput.ops.acceptance.cleanup.Removal;
import org.allowput.ops.acceptance.deploy.BuiltCheckout;
import org.allowput.ops.acceptance.deploy.CdkCommand;
import org.allowput.ops.acceptance.deploy.CdkDeployment;
import org.allowput.ops.acceptance.deploy.PlainDeployment;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.acceptance.measure.MeasuredValue;
import org.allowput.ops.acceptance.protocol.Protocol;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/** One run: the plain templates with their checks, then the CDK, the protocol, and the removal in any case. */
final class Acceptance {
    private final Accounts accounts;
    private final AcceptanceOptions options;
    private final PrintWriter out;
    private final ResourceNames names;
    private final String externalId = UUID.randomUUID().toString();
    private final Path folder;
    private final Ledger ledger;
    private final Redactor redactor;
    private final Checks checks;
    private final List<MeasuredValue> measurements = new CopyOnWriteArrayList<>();
    private final Stacks stacks;
    private final PlainRun plain;
    private final CdkRun cdk;
    private final BuiltCheckout checkout;

    Acceptance(
            Accounts accounts,
            BuiltCheckout checkout,
            AcceptanceOptions options,
            Function<String, CommandLine> commands,
            PrintWriter out) {
        this.accounts = accounts;
        this.checkout = checkout;
        this.options = options;
        this.out = out;
        this.names = ResourceNames.of(options.name());
        this.folder = created(options.output());
        this.ledger = Ledger.in(folder.resolve("ledger.jsonl"));
        this.redactor = new Redactor(secrets());
        this.checks = new Checks(accounts.areOnAws(), this::print);
        this.stacks = new Stacks(accounts, ledger, this::print);
        this.plain = new PlainRun(
                new PlainDeployment(checkout, stacks, names, externalId),
                checks,
                measurements,
                new OperatorCommands(commands, accounts, names.plainStack(AccountKind.SOURCE)),
                options,
                folder,
                redactor);
        CdkDeployment deployment = new CdkDeployment(
                new CdkCommand(checkout, accounts, externalId, folder),
                stacks,
                names,
                externalId,
                options.largeMiB,
                folder);
        this.cdk = new CdkRun(
                deployment,
                checks,
                measurements,
                new OperatorCommands(commands, accounts, names.cdkStack(AccountKind.SOURCE)),
                options);
    }

    /** Runs everything. Returns what the command ends with. */
    ExitStatus run() {
        requireNew();
        Instant start = Instant.now();
        Thread interrupted = new Thread(() -> interrupted(start), "acceptance-removal");
        Runtime.getRuntime().addShutdownHook(interrupted);
        String note = "";
        boolean removed = false;
        try {
            note = attempt("plain templates", plain::run) + attempt("CDK", cdk::run);
        } finally {
            if (removeShutdownHook(interrupted)) {
                removed = end(start, note);
            }
        }
        boolean failed = !note.isEmpty() || checks.count(CheckResult.Verdict.FAILED) > 0;
        return failed || !removed ? ExitStatus.FINDINGS : ExitStatus.OK;
    }

    /** Returns what ended a deployment's checks early, or nothing; the next deployment is checked in any case. */
    private String attempt(String deployment, Runnable run) {
        try {
            run.run();
            return "";
        } catch (SdkException | OperationException e) {
            String note = "The run with the " + deployment + " did not reach its end: " + e.getMessage() + " ";
            print(note);
            return note;
        }
    }

    private static boolean removeShutdownHook(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook removes everything, and needs what the caller closes.
            awaitEnd(hook);
            return false;
        }
    }

    private static void awaitEnd(Thread hook) {
        try {
            hook.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After Ctrl-C or SIGTERM, while the run may still be about to create something. */
    private void interrupted(Instant start) {
        ledger.close();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
        print("interrupted: removing what was created");
        end(start, "The run was interrupted.");
    }

    /** Returns whether everything was removed that should be. */
    private boolean end(Instant start, String note) {
        Protocol protocol = new Protocol(
                start, Duration.between(start, Instant.now()), facts(), checks.results(), measurements, note);
        Path file = protocol.write(folder, redactor);
        boolean removed = true;
        if (options.keep) {
            print("Kept. Remove it with bin/acceptance --target-profile %s --source-profile %s --region %s --remove %s"
                    .formatted(
                            accounts.targetProfile(),
                            accounts.sourceProfile(),
                            accounts.region(),
                            folder.resolve("ledger.jsonl")));
        } else {
            removed = new Removal(accounts, ledger, this::print).run();
        }
        print(protocol.summary());
        print("Protocol: " + file);
        return removed;
    }

    /** @throws OperationException if a stack of this name is there already */
    private void requireNew() {
        for (AccountKind side : AccountKind.values()) {
            for (String name : List.of(names.cdkStack(side), names.plainStack(side))) {
                if (stacks.find(side, name).isPresent()) {
                    throw new OperationException("There is a stack " + name
                            + " already: choose another --name, or remove it with --remove and the ledger of its run.");
                }
            }
        }
        if (!ledger.remaining().isEmpty()) {
            throw new OperationException("The folder " + folder + " has the ledger of a run whose resources are not"
                    + " removed: choose another --output, or remove them with --remove.");
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("endpoint", accounts.areOnAws() ? "AWS" : "an emulator");
        facts.put("Region", accounts.region().id());
        facts.put("version", plain.version());
        facts.put("tools", "Java " + Runtime.version().feature() + ", CDK " + checkout.cdkVersion());
        facts.put(
                "objects",
                options.objects + " single, " + options.burst + " in a burst, one of " + options.largeMiB + " MiB");
        return facts;
    }

    private Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put(externalId, "<ExternalId>");
        for (String bucket :
                List.of("code", "plain-target", "plain-source", "target", "source", "receipts", "large", "other")) {
            secrets.put(names.bucket(bucket), "<" + bucket + " bucket>");
        }
        secrets.put(names.unique(), "<id>");
        secrets.put(names.deployment(), "<name>");
        secrets.put(accounts.targetId(), "<account A>");
        secrets.put(accounts.sourceId(), "<account B>");
        return secrets;
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(CheckResult result) {
        print("%-20s %s%n    expected: %s%n    seen:     %s (%.1f s)%s"
                .formatted(
                        result.verdict(),
                        result.name(),
                        result.expected(),
                        result.seen(),
                        result.time().toMillis() / 1000.0,
                        result.reason().isEmpty() ? "" : "\n    reason:   " + result.reason()));
    }

    private void print(String line) {
        synchronized (out) {
            out.println(line.replace(externalId, "<ExternalId>"));
            out.flush();
        }
    }
}
