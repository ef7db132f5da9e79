package org.allowput.infra;

import java.util.List;
import org.allowput.infra.settings.TargetSettings;
import software.constructs.Construct;

/**
 * Account A's bucket. Its policy grants nothing; account A's administrators decide about access by their own
 * principals.
 */
final class TargetBucket extends Construct {
    /** @param keepIncompleteUploads days */
    TargetBucket(Construct scope, String id, TargetSettings target, int keepIncompleteUploads) {
        super(scope, id);
        PrivateBucket.create(this, "Bucket", target.bucket(), target.kmsKey(), List.of(), keepIncompleteUploads);
    }
}
