package org.allowput.bench.server;

import java.net.URI;
import org.allowput.bench.workload.Workload;
import org.allowput.emulator.local.TlsCertificate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.s3.S3Client;

/** Two buckets of two owners in something that speaks S3: {@value #SOURCE} and {@value #TARGET}. */
public interface S3Server extends AutoCloseable {
    String SOURCE = "source";
    String TARGET = "target";
    String REGION = "us-east-1";

    /** Who owns the source bucket; by the secret that the emulator knows, too. */
    AwsBasicCredentials SOURCE_OWNER = AwsBasicCredentials.create("222222222222", "test");

    /** Who owns the target bucket. */
    AwsBasicCredentials TARGET_OWNER = AwsBasicCredentials.create("111111111111", "test");

    /** Over TLS. */
    URI endpoint();

    /** What a client has to trust. */
    TlsCertificate certificate();

    /** The source bucket as its owner. */
    S3Client source();

    /** How many requests for these objects it has logged since it was started; 0 if it logs none. */
    long requests(Workload work);

    /** Removes what was copied. */
    void clear(Workload work);

    /**
     * Compares every byte.
     *
     * @throws IllegalStateException if the target does not hold exactly what the source does
     */
    void compare(Workload work);

    @Override
    void close();
}
