package org.allowput.ops.acceptance.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.account.ResourceNames;
import org.allowput.ops.acceptance.cleanup.CreatedResource;
import org.allowput.ops.acceptance.cleanup.Removal;

/**
 * Deploys with the CDK, each account with its own profile. The bootstrap resources have a qualifier of their own, so
 * that those of the account, if there are any, are not touched.
 *
 * @param largeObjectMiB the size of the large object, which the workflow has to copy in 16 ranges
 */
public record CdkDeployment(
        CdkCommand cdk, Stacks stacks, ResourceNames names, String externalId, long largeObjectMiB, Path folder) {
    private static final int RANGES = 16;

    /** Bootstraps both accounts. */
    public void bootstrap() {
        String stack = toolkit();
        for (AccountKind side : AccountKind.values()) {
            stacks.ledger().creating(side, CreatedResource.Kind.BOOTSTRAP_STACK, stack);
            cdk.run(
                    side,
                    List.of(
                            "bootstrap",
                            "--app",
                            "",
                            "aws://" + accounts().id(side) + "/"
                                    + accounts().region().id(),
                            "--qualifier",
                            names.qualifier(),
                            "--toolkit-stack-name",
                            stack,
                            "--cloudformation-execution-policies",
                            "arn:" + accounts().partition() + ":iam::aws:policy/AdministratorAccess"));
        }
    }

    /** Writes the templates, with all options that the checks need. */
    public void synthesize() {
        EncryptionKeys keys = EncryptionKeys.create(stacks, names);
        List<String> words = new ArrayList<>(List.of("synth", "--quiet", "--output", assembly()));
        settings(keys).forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        cdk.run(AccountKind.SOURCE, words);
    }

    /** Deploys both stacks. */
    public void deploy() {
        deploy(AccountKind.TARGET);
        deploy(AccountKind.SOURCE);
    }

    /** Deletes account A's stack and deploys it again, with the buckets that it has left. */
    public void importTarget() {
        CreatedResource stack =
                new CreatedResource(AccountKind.TARGET, CreatedResource.Kind.STACK, names.cdkStack(AccountKind.TARGET));
        new Removal(accounts(), stacks.ledger(), stacks.progress()).remove(stack);
        deploy(AccountKind.TARGET, "--import-existing-resources");
    }

    private void deploy(AccountKind side, String... more) {
        String stack = names.cdkStack(side);
        stacks.ledger().creating(side, CreatedResource.Kind.STACK, stack);
        List<String> words = new ArrayList<>(List.of(
                "deploy",
                stack,
                "--app",
                assembly(),
                "--exclusively",
                "--require-approval",
                "never",
                "--progress",
                "events",
                "--toolkit-stack-name",
                toolkit(),
                "--parameters",
                stack + ":ExternalId=" + externalId));
        words.addAll(List.of(more));
        cdk.run(side, words);
    }

    /** The keys, which {@link #synthesize} has created. */
    public EncryptionKeys keys() {
        return EncryptionKeys.of(stacks, names);
    }

    /** Both stacks, which are deployed. */
    public Deployed deployed() {
        return new Deployed(
                accounts(),
                stacks.outputs(AccountKind.TARGET, names.cdkStack(AccountKind.TARGET)),
                stacks.outputs(AccountKind.SOURCE, names.cdkStack(AccountKind.SOURCE)));
    }

    private Map<String, String> settings(EncryptionKeys keys) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("@aws-cdk/core:bootstrapQualifier", names.qualifier());
        settings.put("name", names.deployment());
        settings.put("target.account", accounts().targetId());
        settings.put("source.account", accounts().sourceId());
        settings.put("target.region", accounts().region().id());
        settings.put("source.region", accounts().region().id());
        settings.put("target.kmsKeyArn", keys.targetKeyArn());
        settings.put("source.kmsKeyArn", keys.sourceKeyArn());
        settings.put("optIns.replicateTags", "true");
        settings.put("optIns.narrowSessions", "true");
        settings.put("optIns.abortUploads", "true");
        settings.put("receipts.enabled", "true");
        settings.put("backfill.enabled", "true");
        settings.put("largeObjects.thresholdMiB", Long.toString(Math.clamp(largeObjectMiB / 2, 5, 5120)));
        settings.put("largeObjects.rangeMiB", Long.toString(Math.max(5, largeObjectMiB / RANGES)));
        settings.put("largeObjects.maxConcurrency", Integer.toString(RANGES));
        return settings;
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
}
