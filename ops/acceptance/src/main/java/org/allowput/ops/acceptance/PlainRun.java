package org.allowput.ops.acceptance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.account.Redactor;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.check.FailureChecks;
import org.allowput.ops.acceptance.check.GrantChecks;
import org.allowput.ops.acceptance.check.Observation;
import org.allowput.ops.acceptance.check.ObservedEvents;
import org.allowput.ops.acceptance.check.OperatorCommands;
import org.allowput.ops.acceptance.check.PolicyAnswers;
import org.allowput.ops.acceptance.check.SampleObjects;
import org.allowput.ops.acceptance.check.TriggerChecks;
import org.allowput.ops.acceptance.cleanup.CreatedResource;
import org.allowput.ops.acceptance.cleanup.Removal;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.deploy.PlainDeployment;
import org.allowput.ops.acceptance.deploy.Stacks;
import org.allowput.ops.acceptance.measure.ArrivalTimes;
import org.allowput.ops.acceptance.measure.CloudWatchLog;
import org.allowput.ops.acceptance.measure.MeasuredValue;
import org.allowput.ops.aws.StackOutputs;

/** The deployment by the plain templates, with the default settings: the grant, events, times, failures. */
record PlainRun(
        PlainDeployment deployment,
        Checks checks,
        List<MeasuredValue> measurements,
        OperatorCommands commands,
        AcceptanceOptions options,
        Path folder,
        Redactor redactor) {
    /** 20 invocations at a time, with ten objects in 0.3 s each. */
    private static final double BURST_RATE = 667;

    private static final String COMPLETE = "CREATE_COMPLETE";

    void run() {
        deployment.upload();
        failFirst();
        grant();
        checks.check(
                "account B's plain template deploys",
                COMPLETE,
                () -> Observation.same(COMPLETE, deployment.createSource().toString()));
        Stacks stacks = deployment.stacks();
        Deployed deployed = deployment.deployed();
        loop();
        new ObservedEvents(checks, deployed, commands, folder.resolve("events"), redactor).run();
        times(new ArrivalTimes(deployed));
        measurements.addAll(new CloudWatchLog(deployed).durations(options.objects + options.burst));
        FailureChecks failures = new FailureChecks(checks, deployed, stacks, commands);
        measurements.addAll(failures.run(deployment.targetStack()));
        TriggerChecks trigger =
                new TriggerChecks(checks, new SampleObjects(deployed), stacks, deployment.sourceStack());
        long added = trigger.add();
        failures.alarms(deployment.sourceStack());
        trigger.complete(added);
        useBucketThatExists();
    }

    private void grant() {
        Stacks stacks = deployment.stacks();
        checks.check(
                "account A's plain template deploys",
                COMPLETE,
                () -> Observation.same(
                        COMPLETE,
                        deployment
                                .createTarget(Map.of("WriteOnce", "true", "ReplicateTags", "true"))
                                .toString()));
        long complete = System.nanoTime();
        StackOutputs target = stacks.outputs(AccountKind.TARGET, deployment.targetStack());
        GrantChecks writeOnce = new GrantChecks(checks, stacks.accounts(), target, deployment.externalId());
        writeOnce.assumable(complete);
        writeOnce.writeOnce();
        // From here on with the default settings.
        stacks.update(
                        AccountKind.TARGET,
                        deployment.targetStack(),
                        Map.of("WriteOnce", "false", "ReplicateTags", "false"))
                .require(deployment.targetStack());
        stacks.accounts().awaitPropagation();
        target = stacks.outputs(AccountKind.TARGET, deployment.targetStack());
        new GrantChecks(checks, stacks.accounts(), target, deployment.externalId()).run(deployment.createOtherBucket());
        new PolicyAnswers(checks, stacks.accounts(), target).run();
    }

    /** The version that is deployed, once it is. */
    String version() {
        try {
            return deployment.deployed().source().get(StackOutput.VERSION);
        } catch (RuntimeException e) {
            return "unknown";
        }
    }

    private void failFirst() {
        Accounts accounts = deployment.stacks().accounts();
        String boundary = "arn:" + accounts.partition() + ":iam::" + accounts.targetId() + ":policy/"
                + deployment.names().named("missing");
        checks.onAws(
                "a first deployment that fails (a permissions boundary that does not exist) leaves no bucket",
                "ROLLBACK_COMPLETE, no bucket",
                "the emulator does not look the policy up",
                () -> {
                    Stacks.Ending ending = deployment.createTarget(Map.of("PermissionsBoundaryArn", boundary));
                    boolean bucket = accounts.target().s3().listBuckets().buckets().stream()
                            .anyMatch(each ->
                                    each.name().equals(deployment.names().bucket("plain-target")));
                    removal().removeWithRetained(stack());
                    // The name of a bucket that was deleted is free again after a while.
                    accounts.pauseOnAws(Duration.ofMinutes(1));
                    return Observation.same(
                            "ROLLBACK_COMPLETE, no bucket", ending.status() + (bucket ? ", a bucket" : ", no bucket"));
                });
    }

    private void times(ArrivalTimes arrivals) {
        checks.check("single objects arrive", "all " + options.objects, () -> {
            ArrivalTimes.Times times = arrivals.single(options.objects);
            measurements.addAll(times.measurements("single objects", ArrivalTimes.Prediction.SINGLE));
            return new Observation(times.allArrived(), "all " + times.seconds().size());
        });
        checks.check("objects of a burst arrive", "all " + options.burst, () -> {
            ArrivalTimes.Times times = arrivals.burst(options.burst);
            measurements.addAll(times.measurements("burst", ArrivalTimes.Prediction.ofBurst(options.burst)));
            measurements.add(MeasuredValue.predicted(
                    "objects per second, burst",
                    times.objectsPerSecond(),
                    "1/s",
                    BURST_RATE,
                    "docs/cost.md#the-highest-possible-bill"));
            return new Observation(times.allArrived(), "all " + times.seconds().size());
        });
    }

    private void loop() {
        checks.onAws(
                "a stack that would copy into the source bucket is refused",
                "ROLLBACK_COMPLETE, because the export exists",
                "the emulator lets several stacks export the same name",
                () -> {
                    Stacks.Ending ending = deployment.createLoop();
                    return new Observation(
                            ending.status().equals("ROLLBACK_COMPLETE")
                                    && ending.reason().contains("one-way-replication-of-bucket"),
                            ending.toString());
                });
    }

    /** The template cannot import the bucket: its name is a parameter, and CloudFormation imports by literal names. */
    private void useBucketThatExists() {
        checks.check("account A's stack is deleted, and created again around its bucket", COMPLETE, () -> {
            removal().remove(stack());
            return Observation.same(
                    COMPLETE,
                    deployment.createTarget(Map.of("CreateBucket", "false")).toString());
        });
    }

    private CreatedResource stack() {
        return new CreatedResource(AccountKind.TARGET, CreatedResource.Kind.STACK, deployment.targetStack());
    }

    private Removal removal() {
        Stacks stacks = deployment.stacks();
        return new Removal(stacks.accounts(), stacks.ledger(), stacks.progress());
    }
}
