package org.allowput.infra.settings.function;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The KMS key that encrypts new content, and the keys before it. SQS and S3 encrypt with another key what is new; the
 * rest stays under the key that it was encrypted with.
 *
 * @param previousKmsKeyArns with commas between them
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sse-existing-queue.html">
 *     A queue's new key</a>
 */
public record Encryption(Optional<String> kmsKeyArn, Optional<String> previousKmsKeyArns) {
    public List<String> previous() {
        return previousKmsKeyArns.map(arns -> List.of(arns.split(","))).orElse(List.of());
    }

    /** All keys that something can be under, the current one first. */
    public List<String> keyArns() {
        return Stream.concat(kmsKeyArn.stream(), previous().stream()).distinct().toList();
    }
}
