package org.allowput.ops.acceptance;

import java.util.List;
import org.allowput.ops.acceptance.check.Checks;
import org.allowput.ops.acceptance.check.LargeObjectChecks;
import org.allowput.ops.acceptance.check.Observation;
import org.allowput.ops.acceptance.check.OperatorCommands;
import org.allowput.ops.acceptance.check.OptionChecks;
import org.allowput.ops.acceptance.check.SampleObjects;
import org.allowput.ops.acceptance.deploy.CdkDeployment;
import org.allowput.ops.acceptance.deploy.Deployed;
import org.allowput.ops.acceptance.measure.MeasuredValue;

/** The deployment by the CDK, with the options that need one: keys of KMS, sessions, jobs, large objects. */
record CdkRun(
        CdkDeployment deployment,
        Checks checks,
        List<MeasuredValue> measurements,
        OperatorCommands commands,
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
        OptionChecks ofOptions = new OptionChecks(checks, deployed, commands, deployment.keys());
        ofOptions.run();
        ofOptions.batch(options.objects);
        measurements.addAll(new LargeObjectChecks(checks, new SampleObjects(deployed), options.largeMiB).run());
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
