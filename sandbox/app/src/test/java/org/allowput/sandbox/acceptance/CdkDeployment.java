package org.allowput.sandbox.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.NpmPackages;
import software.amazon.awssdk.regions.Region;

/**
 * Deploys with the CDK's command line, in the version that {@code package-lock.json} pins, each account with its own
 * profile. The bootstrap resources have a qualifier of their own, so that those of the account, if there are any, are
 * not touched.
 *
 * @param run the name of all, of which the bootstrap resources are
 * @param variables of the CDK's processes
 * @param folder for the templates
 */
record CdkDeployment(Stacks stacks, String run, String externalId, Map<String, String> variables, Path folder) {
    /** Bootstraps both accounts, and deploys both stacks of a deployment of this name. */
    void deploy(String name, Map<String, String> settings) {
        NpmPackages.CDK.ensure(Checkout.current(), line -> {});
        Region region = stacks.accounts().region();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("name", name);
        all.put("@aws-cdk/core:bootstrapQualifier", qualifier());
        for (DeploymentStacks side : DeploymentStacks.values()) {
            String id = stacks.accounts().of(side).id();
            all.put(side.name().toLowerCase(Locale.ROOT) + ".account", id);
            all.put(side.name().toLowerCase(Locale.ROOT) + ".region", region.id());
            stacks.creating("the stack " + toolkit());
            run(
                    side,
                    List.of(
                            "bootstrap",
                            "aws://" + id + "/" + region,
                            "--qualifier=" + qualifier(),
                            "--toolkit-stack-name=" + toolkit(),
                            "--cloudformation-execution-policies=arn:"
                                    + region.metadata().partition().id() + ":iam::aws:policy/AdministratorAccess"));
        }
        String assembly = folder.resolve("cdk.out-" + name).toString();
        List<String> synth = new ArrayList<>(List.of("synth", "--quiet", "--output=" + assembly));
        synth.addAll(CdkCommandLine.context(all));
        run(DeploymentStacks.SOURCE, synth);
        for (DeploymentStacks side : DeploymentStacks.values()) {
            String stack = side.of(name);
            stacks.creating("the stack " + stack);
            run(
                    side,
                    List.of(
                            "deploy",
                            stack,
                            "--app=" + assembly,
                            "--exclusively",
                            "--require-approval=never",
                            "--progress=events",
                            "--toolkit-stack-name=" + toolkit(),
                            "--parameters=" + stack + ":ExternalId=" + externalId));
        }
    }

    private String toolkit() {
        return "Acceptance-" + run + "-toolkit";
    }

    /** At most ten letters and digits. */
    private String qualifier() {
        return run.replace("-", "");
    }

    private void run(DeploymentStacks side, List<String> arguments) {
        List<String> words = new ArrayList<>();
        Path root = Checkout.current().root();
        words.add(Tool.NODE.find(Checkout.current()).toString());
        words.add(root.resolve("node_modules/aws-cdk/bin/cdk").toString());
        words.addAll(arguments);
        Map<String, String> environment = new TreeMap<>(variables);
        environment.putAll(Map.of(
                "AWS_PROFILE", stacks.accounts().of(side).profile(),
                "AWS_REGION", stacks.accounts().region().id(),
                "EXTERNAL_ID", externalId,
                "CDK_DISABLE_CLI_TELEMETRY", "true",
                "CDK_DISABLE_VERSION_CHECK", "true",
                "NODE_NO_WARNINGS", "1",
                "NO_COLOR", "1"));
        Finished.of(new ExternalCommand(root, environment, words)).succeeded();
    }
}
