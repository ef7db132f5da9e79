package org.allowput.lambda.session;

import org.allowput.lambda.copy.LargeObjectCopier;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.s3.S3Target;
import software.amazon.awssdk.services.s3.S3Client;

/** A copy session has everything that uses credentials of the target account's role. */
public record CopySession(
        ObjectCopier copier,
        LargeObjectCopier largeObjectCopier,
        S3Target target,
        S3Client targetClient,
        RoleCredentials credentials)
        implements AutoCloseable {
    @Override
    public void close() {
        targetClient.close();
        credentials.close();
    }
}
