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
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.account.Concurrently;
import org.allowput.ops.acceptance.account.Redactor;
import org.allowput.ops.acceptance.account.ResourceNames;
import org.allowput.ops.acceptance.account.Side;
import org.allowput.ops.acceptance.check.CheckResult;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.cleanup.Ledger;
import org.allowput.ops.acceptance.cost.CostEstimate;
import org.allowput.ops.acceptance.deploy.BuiltCheckout;
import org.allowput.ops.acceptance.deploy.CdkCommand;
import org.allowput.ops.acceptance.deploy.CdkDeployment;
import org.allowput.ops.acceptance.deploy.PlainDeployment;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.acceptance.protocol.Protocol;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/** One run: both deployments with their checks at the same time, the protocol, and the removal in any case. */
final class Acceptance {
    private final Accounts accounts;
    private final AcceptanceOptions options;
    private final CostEstimate cost;
    private final PrintWriter out;
    private final ResourceNames names;
    private final String externalId = UUID.randomUUID().toString();
    private final Path folder;
    private final Ledger ledger;
    private final Redactor redactor;
    private final Part plainPart;
    private final Part cdkPart;
    private final Stacks stacks;
    private final PlainRun plain;
    private final CdkRun cdk;
    private final BuiltCheckout checkout;

    Acceptance(
            Accounts accounts,
            BuiltCheckout checkout,
            AcceptanceOptions options,
            CostEstimate cost,
            Function<String, CommandLine> commands,
            PrintWriter out) {
        this.accounts = accounts;
        this.checkout = checkout;
        this.options = options;
        this.cost = cost;
        this.out = out;
        this.names = ResourceNames.of(options.name());
        this.folder = created(options.output());
        this.ledger = Ledger.in(folder.resolve("ledger.jsonl"));
        this.redactor = new Redactor(secrets());
        this.plainPart = part("plain templates");
        this.cdkPart = part("CDK");
        this.stacks = new Stacks(accounts, ledger, this::print);
        PlainDeployment plainDeployment = new PlainDeployment(checkout, stacks, names, externalId);
        CdkDeployment cdkDeployment = new CdkDeployment(
                new CdkCommand(checkout, accounts, externalId, folder),
                stacks,
                names,
                externalId,
                options.largeMiB,
                folder);
        OtherCommands others = new OtherCommands(commands, accounts, names);
        Lock measuring = new ReentrantLock();
        this.plain = new PlainRun(
                plainDeployment,
                plainPart.checks(),
                plainPart.measurements(),
                measuring,
                others,
                options,
                folder,
                redactor);
        this.cdk = new CdkRun(cdkDeployment, cdkPart.checks(), cdkPart.measurements(), measuring, others, options);
    }

    /** Runs everything. Returns what the command ends with. */
    ExitStatus run() {
        requireNew();
        Instant start = Instant.now();
        Thread interrupted = new Thread(() -> interrupted(start), "acceptance-removal");
        Runtime.getRuntime().addShutdownHook(interrupted);
        String note = "";
        ExitStatus removed = ExitStatus.OK;
        try {
            note = String.join(
                    "",
                    Concurrently.all(List.of(() -> attempt(plainPart, plain::run), () -> attempt(cdkPart, cdk::run))));
        } finally {
            if (removeShutdownHook(interrupted)) {
                removed = end(start, note);
            }
        }
        boolean failed = !note.isEmpty() || plainPart.failed() || cdkPart.failed();
        return failed ? ExitStatus.FINDINGS : removed;
    }

    private Part part(String name) {
        return new Part(
                name, new Checks(accounts.areOnAws(), result -> print(name, result)), new CopyOnWriteArrayList<>());
    }

    /** Returns what ended a part early, or nothing; the other part goes on. */
    private String attempt(Part part, Runnable run) {
        try {
            run.run();
            return "";
        } catch (SdkException | OperationException e) {
            String note = "The run with the " + part.name() + " did not reach its end: " + e.getMessage() + " ";
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

    private ExitStatus end(Instant start, String note) {
        Protocol protocol = new Protocol(
                start,
                Duration.between(start, Instant.now()),
                facts(),
                joined(plainPart.checks().results(), cdkPart.checks().results()),
                joined(plainPart.measurements(), cdkPart.measurements()),
                note);
        Path file = protocol.write(folder, redactor);
        ExitStatus removed = ExitStatus.OK;
        if (options.keep) {
            print("Kept. Remove it with bin/acceptance --target-profile %s --source-profile %s --region %s --remove %s"
                    .formatted(
                            accounts.targetProfile(),
                            accounts.sourceProfile(),
                            accounts.region(),
                            folder.resolve("ledger.jsonl")));
        } else {
            removed = new CleanUp(accounts, ledger, out).run();
        }
        print(protocol.summary());
        print("Protocol: " + file);
        return removed;
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** @throws OperationException if a stack of this name is there already */
    private void requireNew() {
        for (Side side : Side.values()) {
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
        facts.put("expected cost", cost.text() + " in us-east-1");
        return facts;
    }

    private Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put(externalId, "<ExternalId>");
        for (String bucket : List.of("code", "plain-target", "plain-source", "target", "source", "receipts", "large")) {
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

    private void print(String part, CheckResult result) {
        print("%-20s %s: %s%n    expected: %s%n    seen:     %s (%.1f s)%s"
                .formatted(
                        result.verdict(),
                        part,
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
