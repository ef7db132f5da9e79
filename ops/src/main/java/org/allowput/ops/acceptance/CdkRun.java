package org.allowput.ops.acceptance;

import java.util.List;
import java.util.concurrent.locks.Lock;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.check.LargeObjectChecks;
import org.allowput.ops.acceptance.check.Observation;
import org.allowput.ops.acceptance.check.OperatorCommands;
import org.allowput.ops.acceptance.check.OptionChecks;
import org.allowput.ops.acceptance.check.SampleObjects;
import org.allowput.ops.acceptance.deploy.CdkDeployment;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.measure.MeasuredValue;

/**
 * The deployment by the CDK, with the options that need one: tags, keys of KMS, receipts, jobs, large objects.
 *
 * @param measuring see {@link PlainRun}
 */
record CdkRun(
        CdkDeployment deployment,
        Checks checks,
        List<MeasuredValue> measurements,
        Lock measuring,
        OtherCommands commands,
        AcceptanceOptions options) {
    private static final String COMPLETE = "both stacks are complete";

    void run() {
        checks.check("both accounts are bootstrapped, and the CDK deploys", COMPLETE, () -> {
            deployment.bootstrap();
            deployment.synthesize();
            deployment.deploy();
            return new Observation(true, COMPLETE);
        });
        Deployed deployed = deployment.deployed();
        checks.check("a second deployment changes nothing", "no changes", () -> {
            List<String> printed = deployment.deploy();
            long unchanged = printed.stream()
                    .filter(line -> line.contains("(no changes)"))
                    .count();
            return new Observation(unchanged == 2, unchanged == 2 ? "no changes" : "changes");
        });
        OperatorCommands operations = commands.forCdk();
        OptionChecks checksOfOptions = new OptionChecks(checks, deployed, operations, deployment.keys());
        checksOfOptions.run();
        checksOfOptions.batch(options.objects);
        measuring.lock();
        try {
            measurements.addAll(new LargeObjectChecks(checks, new SampleObjects(deployed), options.largeMiB).run());
        } finally {
            measuring.unlock();
        }
        checksOfOptions.reconcile();
        checks.onAws(
                "account A's stack of the CDK is deleted, and imports its bucket",
                "the stack is complete",
                "the emulator refuses the name of a bucket that exists",
                () -> {
                    deployment.importTarget();
                    return new Observation(true, "the stack is complete");
                });
    }
}
