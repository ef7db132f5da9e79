package org.allowput.lambda.copy;

import java.util.Optional;
import org.allowput.lambda.UnusedClients;
import org.allowput.lambda.s3.S3Target;
import org.allowput.lambda.s3.TargetOptions;

/** A target bucket of which each request is an UnsupportedOperationException, unless a test answers it. */
class UnusedTarget extends S3Target {
    UnusedTarget() {
        super(
                UnusedClients.s3(),
                "target",
                "111111111111",
                new TargetOptions(Optional.empty(), Optional.empty(), false));
    }
}
