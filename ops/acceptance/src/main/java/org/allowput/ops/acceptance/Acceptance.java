package org.allowput.ops.acceptance;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.check.OptionChecks;
import org.allowput.ops.acceptance.check.Redactor;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.acceptance.deploy.BuiltCheckout;
import org.allowput.ops.acceptance.deploy.CdkDeployment;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.acceptance.deploy.Ledger;
import org.allowput.ops.acceptance.deploy.OwnStacks;
import org.allowput.ops.acceptance.deploy.ResourceNames;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.core.exception.SdkException;

/** One run: the plain templates with their checks, then the CDK, the protocol, and the removal in any case. */
final class Acceptance {
    private static final String COMPLETE = "both stacks are complete";

    private final Instant start = Instant.now();
    private final Accounts accounts;
    private final BuiltCheckout checkout;
    private final AcceptanceCommand options;
    private final PrintWriter out;
    private final String externalId = UUID.randomUUID().toString();
    private final ResourceNames names;
    private final Path folder;
    private final Ledger ledger;
    private final Checks checks;
    private final Stacks stacks;
    private final OwnStacks own;
    private final PlainRun plain;
    private boolean ended;
    private boolean succeeded;

    Acceptance(Accounts accounts, BuiltCheckout checkout, AcceptanceCommand options, PrintWriter out) {
        this.accounts = accounts;
        this.checkout = checkout;
        this.options = options;
        this.out = out;
        this.names = ResourceNames.of(options.name);
        this.folder = options.output();
        this.ledger = new Ledger(folder.resolve("ledger.txt"));
        this.checks = new Checks(accounts.areOnAws(), this::print);
        this.stacks = new Stacks(accounts, ledger, this::print);
        this.own = new OwnStacks(stacks, names);
        this.plain = new PlainRun(checkout, stacks, names, own, externalId, checks);
    }

    /** Runs everything. Returns what the command ends with. */
    ExitStatus run() {
        requireNew();
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "acceptance-removal"));
        String note = "The run failed.";
        try {
            note = attempt("plain templates", () -> plain.run(options, folder.resolve("events"), redactor()))
                    + attempt("CDK", this::runCdk);
        } finally {
            end(note);
        }
        return succeeded ? ExitStatus.OK : ExitStatus.FINDINGS;
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

    /** The deployment by the CDK, with the options that need one: keys of KMS, sessions, jobs, large objects. */
    private void runCdk() {
        CdkDeployment cdk = new CdkDeployment(checkout, stacks, names, own, externalId, options.largeMiB, folder);
        checks.check("both accounts are bootstrapped, and the CDK deploys", COMPLETE, () -> {
            cdk.deploy();
            return COMPLETE;
        });
        Deployment deployment = cdk.deployed();
        OptionChecks ofOptions = new OptionChecks(checks, deployment, own);
        ofOptions.run(options.objects);
        ofOptions.large(options.largeMiB);
        checks.onAws(
                "account A's stack of the CDK is deleted, and imports its bucket",
                COMPLETE,
                "the emulator refuses the name of a bucket that exists",
                () -> {
                    cdk.importTarget();
                    return COMPLETE;
                });
    }

    /** After Ctrl-C or SIGTERM, while the run may still be about to create something. */
    private synchronized void interrupted() {
        if (!ended) {
            ledger.close();
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
            print("interrupted: removing what was created");
            end("The run was interrupted.");
        }
    }

    /** Writes the protocol and removes everything, once: another thread waits for that. */
    private synchronized void end(String note) {
        if (ended) {
            return;
        }
        ended = true;
        Path file = checks.write(folder.resolve("protocol.md"), start, facts(), note, redactor());
        boolean removed = options.keep || stacks.removal().run();
        if (options.keep) {
            print("Kept. Remove it with bin/acceptance --target-profile %s --source-profile %s --region %s --remove %s"
                    .formatted(accounts.targetProfile(), accounts.sourceProfile(), accounts.region(), ledger.file()));
        }
        print(checks.summary());
        print("Protocol: " + file);
        succeeded = removed && note.isEmpty() && !checks.haveFailed();
    }

    /** @throws OperationException if a stack of this name is there already */
    private void requireNew() {
        for (DeploymentStacks side : DeploymentStacks.values()) {
            for (String name : List.of(names.cdkStack(side), names.plainStack(side))) {
                if (CloudFormationStacks.find(accounts.of(side).cloudFormation(), name)
                        .isPresent()) {
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

    private String facts() {
        return """
            - endpoint: %s
            - Region: %s
            - version: %s
            - tools: Java %d, CDK %s
            - objects: %d single, %d in a burst, one of %d MiB
            """.formatted(
                        accounts.areOnAws() ? "AWS" : "an emulator",
                        accounts.region(),
                        version(),
                        Runtime.version().feature(),
                        checkout.cdkVersion(),
                        options.objects,
                        options.burst(),
                        options.largeMiB);
    }

    /** The version that is deployed, once it is. */
    private String version() {
        try {
            return plain.deployed().source().get(StackOutput.VERSION);
        } catch (RuntimeException e) {
            return "unknown";
        }
    }

    private Redactor redactor() {
        Map<String, String> words = new LinkedHashMap<>(Map.of(externalId, "<ExternalId>"));
        words.putAll(names.words());
        words.put(accounts.targetId(), "<account A>");
        words.put(accounts.sourceId(), "<account B>");
        return new Redactor(words);
    }

    private void print(String line) {
        synchronized (out) {
            out.println(line.replace(externalId, "<ExternalId>"));
            out.flush();
        }
    }
}
