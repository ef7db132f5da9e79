import java.nio.file.Path;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Puts a file into account A's bucket, with the AWS SDK for Java v2 (modules s3 and sts): large files in parts, with
 * credentials that renew themselves.
 *
 * <p>{@code java -cp 'lib/*' Put.java FILE KEY}
 */
public class Put {
    public static void main(String[] arguments) {
        try (StsClient sts = StsClient.create();
                StsAssumeRoleCredentialsProvider role = StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(sts)
                        .refreshRequest(request -> request.roleArn(System.getenv("ROLE_ARN"))
                                .externalId(System.getenv("EXTERNAL_ID"))
                                .roleSessionName("java-put"))
                        .build();
                S3AsyncClient s3 = S3AsyncClient.builder()
                        .credentialsProvider(role)
                        .multipartEnabled(true)
                        .build()) {
            s3.putObject(
                            request -> request.bucket(System.getenv("TARGET_BUCKET"))
                                    .key(arguments[1]),
                            AsyncRequestBody.fromFile(Path.of(arguments[0])))
                    .join();
        }
    }
}
