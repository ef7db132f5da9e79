package org.allowput.ops.acceptance.deploy;

import static org.allowput.ops.aws.DeploymentStacks.SOURCE;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.cli.OperationException;

/**
 * Deploys with the CDK's command line, in the version that {@code package-lock.json} pins, each account with its own
 * profile. The bootstrap resources have a qualifier of their own, so that those of the account, if there are any, are
 * not touched. What the CDK prints goes to a log, the ExternalId masked.
 *
 * @param largeObjectMiB the size of the large object, which the workflow has to copy in 16 ranges
 */
public record CdkDeployment(
        BuiltCheckout checkout,
        Stacks stacks,
        ResourceNames names,
        OwnStacks own,
        String externalId,
        int largeObjectMiB,
        Path folder) {
    private static final int RANGES = 16;
    private static final int TAIL = 20;

    /** Writes the templates, bootstraps both accounts, and deploys both stacks. */
    public void deploy() {
        List<String> synth = new ArrayList<>(List.of("synth", "--quiet", "--output=" + assembly()));
        settings().forEach(setting -> synth.add("--context=" + setting));
        run(SOURCE, synth);
        for (DeploymentStacks side : DeploymentStacks.values()) {
            stacks.ledger().creating(side, Ledger.Kind.BOOTSTRAP_STACK, toolkit());
            String account = side == TARGET ? accounts().targetId() : accounts().sourceId();
            run(
                    side,
                    List.of(
                            "bootstrap",
                            "aws://" + account + "/" + accounts().region(),
                            "--app=" + assembly(),
                            "--qualifier=" + names.qualifier(),
                            "--toolkit-stack-name=" + toolkit(),
                            "--cloudformation-execution-policies=arn:"
                                    + accounts().partition() + ":iam::aws:policy/AdministratorAccess"));
        }
        deploy(TARGET, false);
        deploy(SOURCE, false);
    }

    /** Deletes account A's stack and deploys it again, with the buckets that it has left. */
    public void importTarget() {
        stacks.delete(TARGET, names.cdkStack(TARGET));
        deploy(TARGET, true);
    }

    private void deploy(DeploymentStacks side, boolean importing) {
        String stack = names.cdkStack(side);
        stacks.ledger().creating(side, Ledger.Kind.STACK, stack);
        run(
                side,
                List.of(
                        "deploy",
                        stack,
                        "--app=" + assembly(),
                        "--exclusively",
                        "--require-approval=never",
                        "--progress=events",
                        "--toolkit-stack-name=" + toolkit(),
                        "--parameters=" + stack + ":ExternalId=" + externalId,
                        "--import-existing-resources=" + importing));
    }

    /** Both stacks, which are deployed. */
    public Deployment deployed() {
        return new Deployment(
                accounts(),
                stacks.outputs(TARGET, names.cdkStack(TARGET)),
                stacks.outputs(SOURCE, names.cdkStack(SOURCE)));
    }

    /** All options that the checks need. */
    private List<String> settings() {
        return List.of(
                "@aws-cdk/core:bootstrapQualifier=" + names.qualifier(),
                "name=" + names.deployment(),
                "target.account=" + accounts().targetId(),
                "source.account=" + accounts().sourceId(),
                "target.region=" + accounts().region(),
                "source.region=" + accounts().region(),
                "target.kmsKeyArn=" + own.keyArn(TARGET),
                "source.kmsKeyArn=" + own.keyArn(SOURCE),
                "optIns.replicateTags=true",
                "receipts.enabled=true",
                "backfill.enabled=true",
                "largeObjects.thresholdMiB=" + Math.clamp(largeObjectMiB / 2, 5, 5120),
                "largeObjects.rangeMiB=" + Math.max(5, largeObjectMiB / RANGES));
    }

    private String toolkit() {
        return names.named("toolkit");
    }

    private String assembly() {
        return folder.resolve("cdk.out").toString();
    }

    private Accounts accounts() {
        return stacks.accounts();
    }

    /** Runs the CDK. @throws OperationException if it fails, with the end of what it printed */
    private void run(DeploymentStacks side, List<String> arguments) {
        List<String> words =
                new ArrayList<>(List.of("bash", "-c", "node=$(build/find-tool node) && exec \"$node\" \"$0\" \"$@\""));
        words.add(BuiltCheckout.CDK + "/bin/cdk");
        words.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(checkout.root().toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE")
                .forEach(environment::remove);
        accounts().of(side).endpoint().ifPresent(endpoint -> environment.put("AWS_ENDPOINT_URL", endpoint.toString()));
        environment.putAll(Map.of(
                "AWS_PROFILE",
                        side == TARGET ? accounts().targetProfile() : accounts().sourceProfile(),
                "AWS_REGION", accounts().region().id(),
                "EXTERNAL_ID", externalId,
                "CDK_DISABLE_CLI_TELEMETRY", "true",
                "CDK_DISABLE_VERSION_CHECK", "true",
                "NODE_NO_WARNINGS", "1",
                "NO_COLOR", "1"));
        try {
            Process process = builder.start();
            List<String> lines = new ArrayList<>();
            try (BufferedReader output = process.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line.replace(externalId, "<ExternalId>"));
                    Files.write(
                            folder.resolve("cdk.log"),
                            List.of(lines.getLast()),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new OperationException("\"cdk " + arguments.getFirst() + "\" ended with status " + status + ":\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
