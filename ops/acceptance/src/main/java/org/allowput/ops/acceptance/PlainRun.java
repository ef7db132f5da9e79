package org.allowput.ops.acceptance;

import static org.allowput.ops.acceptance.deploy.ResourceNames.PLAIN;
import static org.allowput.ops.acceptance.deploy.Stacks.CREATED;
import static org.allowput.ops.aws.DeploymentStacks.SOURCE;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.ops.acceptance.check.ArrivalTimes;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.check.FailureChecks;
import org.allowput.ops.acceptance.check.FunctionLog;
import org.allowput.ops.acceptance.check.GrantChecks;
import org.allowput.ops.acceptance.check.ObservedEvents;
import org.allowput.ops.acceptance.check.PolicyAnswers;
import org.allowput.ops.acceptance.check.Redactor;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.acceptance.deploy.BuiltCheckout;
import org.allowput.ops.acceptance.deploy.Deployment;
import org.allowput.ops.acceptance.deploy.OwnStacks;
import org.allowput.ops.acceptance.deploy.ResourceNames;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.access.Answers;
import org.allowput.ops.aws.DeploymentStacks;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The deployment by the plain templates with the default settings, as of somebody without the CDK: a zip in a bucket,
 * and two stacks. The grant, events, times, failures.
 */
record PlainRun(
        BuiltCheckout checkout, Stacks stacks, ResourceNames names, OwnStacks own, String externalId, Checks checks) {
    private static final String ZIP = "function.zip";
    private static final String SOURCE_TEMPLATE = "ReplicationSource.yaml";
    private static final String REFUSED = "ROLLBACK_COMPLETE";

    /**
     * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html: five minutes.
     */
    private static final Duration UNTIL_EVENTBRIDGE_DELIVERS = Duration.ofMinutes(6);

    void run(AcceptanceCommand options, Path events, Redactor redactor) {
        own.create();
        failFirst();
        grant();
        checks.check("account B's plain template deploys", CREATED, this::createSource);
        Deployment deployment = deployed();
        loop();
        new ObservedEvents(checks, deployment, events, redactor).run();
        ArrivalTimes times = new ArrivalTimes(checks, deployment);
        times.single(options.objects);
        times.burst(options.burst());
        new FunctionLog(deployment).measure(checks, options.objects + options.burst());
        FailureChecks failures = new FailureChecks(checks, deployment, stacks);
        failures.run();
        trigger(deployment);
        failures.alarms();
        // The template cannot import the bucket: its name is a parameter, and CloudFormation imports by literal names.
        checks.check("account A's stack is deleted, and created again around its bucket", CREATED, () -> {
            stacks.delete(TARGET, names.plainStack(TARGET));
            return createTarget(Map.of("CreateBucket", "false"));
        });
    }

    /** Both stacks, which are deployed. */
    Deployment deployed() {
        return new Deployment(
                stacks.accounts(),
                stacks.outputs(TARGET, names.plainStack(TARGET)),
                stacks.outputs(SOURCE, names.plainStack(SOURCE)));
    }

    private void failFirst() {
        Accounts accounts = stacks.accounts();
        String boundary =
                "arn:" + accounts.partition() + ":iam::" + accounts.targetId() + ":policy/" + names.named("missing");
        checks.onAws(
                "a first deployment that fails (a permissions boundary that does not exist) leaves no bucket",
                "no bucket, " + REFUSED,
                "the emulator does not look the policy up",
                () -> {
                    String ending = createTarget(Map.of("PermissionsBoundaryArn", boundary));
                    boolean left = accounts.target().s3().listBuckets().buckets().stream()
                            .anyMatch(each -> each.name().equals(names.bucket(PLAIN, TARGET)));
                    stacks.delete(TARGET, names.plainStack(TARGET)).forEach(stacks.removal()::remove);
                    // The name of a bucket that was deleted is free again after a while.
                    accounts.pauseOnAws(Duration.ofMinutes(1));
                    return (left ? "a bucket, " : "no bucket, ") + ending;
                });
    }

    private void grant() {
        checks.check(
                "account A's plain template deploys",
                CREATED,
                () -> createTarget(Map.of("WriteOnce", "true", "ReplicateTags", "true")));
        GrantChecks writeOnce = grantChecks();
        writeOnce.assumable();
        writeOnce.writeOnce();
        // From here on with the default settings.
        stacks.update(TARGET, names.plainStack(TARGET), Map.of("WriteOnce", "false", "ReplicateTags", "false"));
        stacks.accounts().awaitPropagation();
        grantChecks().run(own.bucket(TARGET));
        new PolicyAnswers(checks, stacks.accounts(), stacks.outputs(TARGET, names.plainStack(TARGET))).run();
    }

    private GrantChecks grantChecks() {
        return new GrantChecks(checks, stacks.accounts(), stacks.outputs(TARGET, names.plainStack(TARGET)), externalId);
    }

    /** The change of the trigger from {@code sqs} to {@code eventbridge}. */
    private void trigger(Deployment deployment) {
        checks.onAwsOnly(
                "a change of the trigger in one deployment is refused",
                "failed: 400 ValidationError",
                "the emulator does not evaluate rules of templates",
                () -> Answers.to(() -> updateSource(Map.of("NotifyQueue", "false", "UseEventBridge", "true")))
                        .toString());
        checks.check("an object arrives while both triggers are in place", "all 2", () -> {
            deployment.put("trigger/before");
            updateSource(Map.of("UseEventBridge", "true"));
            deployment.put("trigger/both");
            return deployment.allArrive(List.of("trigger/before", "trigger/both"));
        });
        deployment.accounts().pauseOnAws(UNTIL_EVENTBRIDGE_DELIVERS);
        checks.check("an object arrives after the trigger has changed in two deployments", "all 1", () -> {
            updateSource(Map.of("NotifyQueue", "false", "DeployedTrigger", "eventbridge"));
            deployment.put("trigger/after");
            return deployment.allArrive(List.of("trigger/after"));
        });
    }

    private void updateSource(Map<String, String> changed) {
        stacks.update(SOURCE, names.plainStack(SOURCE), changed);
    }

    /** A stack like account A's, but in account B and around its source bucket: it would copy in a circle. */
    private void loop() {
        String name = names.named("loop");
        checks.onAws(
                "a stack that would copy into the source bucket is refused",
                REFUSED + ", because the export exists",
                "the emulator lets several stacks export the same name",
                () -> {
                    String ending = createTarget(SOURCE, name, Map.of("CreateBucket", "false", "RoleName", name));
                    return ending.startsWith(REFUSED) && ending.contains("one-way-replication-of-bucket")
                            ? REFUSED + ", because the export exists"
                            : ending;
                });
    }

    private String createTarget(Map<String, String> changed) {
        return createTarget(TARGET, names.plainStack(TARGET), changed);
    }

    private String createTarget(DeploymentStacks side, String stack, Map<String, String> changed) {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "SourceAccount", stacks.accounts().sourceId(),
                "BucketName", names.bucket(PLAIN, side),
                "RoleName", names.named(PLAIN),
                "AlarmEmail", "none",
                "ExternalId", externalId));
        parameters.putAll(changed);
        return stacks.create(side, stack, checkout.template("ReplicationTarget"), parameters);
    }

    /** Uploads the zip, and the template, which is too long for a request. */
    private String createSource() {
        String bucket = own.bucket(SOURCE);
        String grant = stacks.outputs(TARGET, names.plainStack(TARGET)).get(StackOutput.TARGET_GRANT);
        S3Client s3 = stacks.accounts().source().s3();
        s3.putObject(request -> request.bucket(bucket).key(ZIP), RequestBody.fromFile(checkout.zip()));
        s3.putObject(
                request -> request.bucket(bucket).key(SOURCE_TEMPLATE),
                RequestBody.fromString(checkout.template("ReplicationSource")));
        return stacks.create(
                SOURCE,
                names.plainStack(SOURCE),
                s3.utilities()
                        .getUrl(request -> request.bucket(bucket).key(SOURCE_TEMPLATE))
                        .toString(),
                Map.of(
                        "CodeBucket",
                        bucket,
                        "CodeKey",
                        ZIP,
                        TargetGrant.NAME,
                        grant,
                        "SourceBucketName",
                        names.bucket(PLAIN, SOURCE),
                        "FunctionName",
                        "ReplicateObjects-" + names.deployment() + "-plain",
                        "AlarmEmail",
                        "none",
                        "ExternalId",
                        externalId));
    }
}
