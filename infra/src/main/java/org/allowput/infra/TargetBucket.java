package org.allowput.infra;

import org.allowput.infra.settings.TargetSettings;
import software.constructs.Construct;

/** Account A's bucket. Nobody but the role is given anything here: what A's own people may do is A's own matter. */
final class TargetBucket extends Construct {
    TargetBucket(Construct scope, String id, TargetSettings target) {
        super(scope, id);
        PrivateBucket.create(this, "Bucket", target.bucket(), target.kmsKey());
    }
}
