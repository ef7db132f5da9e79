package org.allowput.ops.queue;

import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.aws.DeployedStack;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The number of messages in a queue, which is approximate, says <a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html">AWS</a>.
 *
 * @param waiting that nobody has taken, those included that the function sent again with a delay
 * @param inFlight that were taken, and neither deleted nor given back
 */
public record QueueDepth(long waiting, long inFlight) {
    public static QueueDepth of(DeployedStack stack, StackOutput output) {
        return of(stack.clients().sqs(), stack.outputs().get(output));
    }

    public static QueueDepth of(SqsClient sqs, String queueUrl) {
        Map<String, String> attributes = sqs.getQueueAttributes(
                        request -> request.queueUrl(queueUrl).attributeNamesWithStrings("All"))
                .attributesAsStrings();
        return new QueueDepth(
                number(attributes, "ApproximateNumberOfMessages")
                        + number(attributes, "ApproximateNumberOfMessagesDelayed"),
                number(attributes, "ApproximateNumberOfMessagesNotVisible"));
    }

    private static long number(Map<String, String> attributes, String name) {
        return Long.parseLong(attributes.getOrDefault(name, "0"));
    }
}
