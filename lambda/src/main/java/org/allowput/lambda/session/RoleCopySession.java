package org.allowput.lambda.session;

import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.LargeObjectCopier;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.role.RoleCredentials;
import org.allowput.lambda.s3.S3Target;
import software.amazon.awssdk.services.s3.S3Client;

public record RoleCopySession(
        ObjectCopier copier,
        LargeObjectCopier largeObjectCopier,
        S3Target target,
        S3Client targetClient,
        RoleCredentials credentials)
        implements CopySession, AutoCloseable {
    @Override
    public CopyResult copy(CopyTask task, Deadline deadline) {
        return copier.replicate(task, deadline);
    }

    @Override
    public void close() {
        targetClient.close();
        credentials.close();
    }
}
