package org.allowput.sandbox.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.NpmPackages;

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
    /** Once, before the first deployment. */
    void bootstrap() {
        NpmPackages.CDK.ensure(Checkout.current(), line -> {});
        for (DeploymentStacks side : DeploymentStacks.values()) {
            stacks.creating("the stack " + toolkit());
            run(
                    side,
                    List.of(
                            "bootstrap",
                            "aws://" + stacks.accounts().id(side) + "/"
                                    + stacks.accounts().region(),
                            "--qualifier=" + qualifier(),
                            "--toolkit-stack-name=" + toolkit(),
                            "--cloudformation-execution-policies=arn:" + partition()
                                    + ":iam::aws:policy/AdministratorAccess"));
        }
    }

    /** Deploys both stacks of a deployment of this name. */
    void deploy(String name, Map<String, String> settings) {
        String assembly = folder.resolve("cdk.out-" + name).toString();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("name", name);
        for (DeploymentStacks side : DeploymentStacks.values()) {
            String account = side == DeploymentStacks.TARGET ? "target" : "source";
            all.put(account + ".account", stacks.accounts().id(side));
            all.put(account + ".region", stacks.accounts().region().id());
        }
        all.put("@aws-cdk/core:bootstrapQualifier", qualifier());
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

    private String partition() {
        return stacks.accounts().region().metadata().partition().id();
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
        words.add(Tool.NODE.find(Checkout.current()).toString());
        words.add(Checkout.current()
                .root()
                .resolve("node_modules/aws-cdk/bin/cdk")
                .toString());
        words.addAll(arguments);
        Map<String, String> environment = new TreeMap<>(variables);
        environment.putAll(Map.of(
                "AWS_PROFILE", stacks.accounts().profile(side),
                "AWS_REGION", stacks.accounts().region().id(),
                "EXTERNAL_ID", externalId,
                "CDK_DISABLE_CLI_TELEMETRY", "true",
                "CDK_DISABLE_VERSION_CHECK", "true",
                "NODE_NO_WARNINGS", "1",
                "NO_COLOR", "1"));
        Finished.of(new ExternalCommand(Checkout.current().root(), environment, words))
                .succeeded();
    }
}
