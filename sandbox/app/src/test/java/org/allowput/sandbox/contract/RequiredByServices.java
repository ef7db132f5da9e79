package org.allowput.sandbox.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.strict.RequiredActions.Required;

/** The IAM actions that SQS, STS and Step Functions ask for before they carry out a request. */
final class RequiredByServices {
    private RequiredByServices() {}

    /**
     * Of a request to SQS, whose batch operations need the permission of the single ones. Who sends to an encrypted
     * queue needs a data key and has to decrypt it, who receives has to decrypt.
     *
     * @param operation such as {@code AmazonSQS.SendMessage}
     * @param queueUrl of the queue that it is about
     * @param key the ARN of the queue's KMS key; empty for a key of SQS
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html">
     *     Amazon SQS API permissions</a>
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">
     *     Amazon SQS key management</a>
     */
    static List<Required> ofSqs(String operation, String queueUrl, Optional<String> key) {
        String arn = queueUrl.replaceFirst("https://sqs\\.([^.]+)\\.[^/]+/(\\d{12})/(.+)", "arn:aws:sqs:$1:$2:$3");
        String action = operation.replace("AmazonSQS.", "sqs:").replaceFirst("Batch$", "");
        List<Required> required = new ArrayList<>(List.of(new Required(action, arn)));
        List<String> ofKey = switch (action) {
            case "sqs:SendMessage" -> List.of("kms:GenerateDataKey", "kms:Decrypt");
            case "sqs:ReceiveMessage" -> List.of("kms:Decrypt");
            default -> List.of();
        };
        key.ifPresent(queueKey -> ofKey.forEach(needed -> required.add(new Required(needed, queueKey))));
        return required;
    }

    /**
     * Of a request to STS or Step Functions.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>:
     *     no permissions are required
     */
    static List<Required> ofForm(Map<String, String> form) {
        List<Required> required = new ArrayList<>();
        if (form.containsKey("stateMachineArn")) {
            required.add(new Required("states:StartExecution", form.getOrDefault("stateMachineArn", "")));
        }
        if (form.containsKey("executionArn")) {
            required.add(new Required("states:DescribeExecution", form.getOrDefault("executionArn", "")));
        }
        if ("AssumeRole".equals(form.get("Action"))) {
            String role = form.getOrDefault("RoleArn", "");
            required.add(new Required("sts:AssumeRole", role));
            if (form.containsKey("SourceIdentity")) {
                required.add(new Required("sts:SetSourceIdentity", role));
            }
            if (form.containsKey("Tags.member.1.Key")) {
                required.add(new Required("sts:TagSession", role));
            }
        }
        return required;
    }
}
