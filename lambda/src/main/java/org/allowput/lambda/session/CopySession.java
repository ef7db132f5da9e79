package org.allowput.lambda.session;

import org.allowput.lambda.copy.LargeObjectCopier;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.s3.S3Target;
import software.amazon.awssdk.services.s3.S3Client;

/** A copy session has everything that uses credentials of the target account's role. */
public final class CopySession implements AutoCloseable {
    private final ObjectCopier copier;
    private final LargeObjectCopier largeObjectCopier;
    private final S3Target target;
    private final S3Client targetClient;
    private final RoleCredentials credentials;

    /** @param targetClient is closed with the session, as are the credentials */
    CopySession(
            ObjectCopier copier,
            LargeObjectCopier largeObjectCopier,
            S3Target target,
            S3Client targetClient,
            RoleCredentials credentials) {
        this.copier = copier;
        this.largeObjectCopier = largeObjectCopier;
        this.target = target;
        this.targetClient = targetClient;
        this.credentials = credentials;
    }

    public ObjectCopier copier() {
        return copier;
    }

    public LargeObjectCopier largeObjectCopier() {
        return largeObjectCopier;
    }

    public S3Target target() {
        return target;
    }

    public RoleCredentials credentials() {
        return credentials;
    }

    @Override
    public void close() {
        targetClient.close();
        credentials.close();
    }
}
