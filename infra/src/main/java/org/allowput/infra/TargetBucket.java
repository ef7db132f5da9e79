package org.allowput.infra;

import org.allowput.infra.settings.TargetSettings;
import software.constructs.Construct;

/**
 * Account A's bucket. Its policy grants nothing; account A's administrators decide about access by their own
 * principals.
 */
final class TargetBucket extends Construct {
    TargetBucket(Construct scope, String id, TargetSettings target) {
        super(scope, id);
        PrivateBucket.create(this, "Bucket", target.bucket(), target.kmsKey());
    }
}
