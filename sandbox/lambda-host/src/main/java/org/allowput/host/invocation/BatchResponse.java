package org.allowput.host.invocation;

import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.jr.stree.JrsNull;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.allowput.host.http.JsonText;

/**
 * The answer to a batch of an SQS event source mapping with partial batch responses. AWS takes a malformed answer for a
 * failure of the whole batch; the emulator would delete the messages. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">success and failure
 * conditions</a>.
 */
public final class BatchResponse {
    private BatchResponse() {}

    /**
     * What is wrong with {@code answer}; nothing where AWS takes it for what it says, or {@code event} is no SQS event.
     * Stricter than AWS in one thing: an answer with fields, but not {@code batchItemFailures}, is a mistake that AWS
     * takes for a success of the whole batch.
     */
    public static Optional<String> problem(String event, String answer) {
        Set<String> messageIds = messageIds(event);
        return messageIds.isEmpty() ? Optional.empty() : problem(messageIds, answer);
    }

    private static Optional<String> problem(Set<String> messageIds, String answer) {
        if (answer.isBlank()) {
            return Optional.empty();
        }
        Optional<TreeNode> tree = JsonText.tree(answer);
        if (tree.isEmpty()) {
            return Optional.of("it is not JSON");
        }
        if (tree.get() instanceof JrsNull
                || (tree.get().isObject() && tree.get().size() == 0)) {
            return Optional.empty();
        }
        TreeNode failures = tree.get().get("batchItemFailures");
        if (failures == null) {
            return Optional.of("it has no field batchItemFailures");
        }
        if (failures instanceof JrsNull) {
            return Optional.empty();
        }
        if (!failures.isArray()) {
            return Optional.of("batchItemFailures is not a list");
        }
        for (int i = 0; i < failures.size(); i++) {
            Optional<String> id = JsonText.text(failures.get(i), "itemIdentifier");
            if (id.isEmpty() || id.get().isEmpty()) {
                return Optional.of("batchItemFailures[" + i + "] has no itemIdentifier, or an empty one");
            }
            if (!messageIds.contains(id.get())) {
                return Optional.of("batchItemFailures[" + i + "] names a message that is not in the batch");
            }
        }
        return Optional.empty();
    }

    private static Set<String> messageIds(String event) {
        Set<String> ids = new HashSet<>();
        JsonText.tree(event)
                .map(tree -> tree.get("Records"))
                .filter(TreeNode::isArray)
                .ifPresent(records -> {
                    for (int i = 0; i < records.size(); i++) {
                        TreeNode message = records.get(i);
                        if (JsonText.text(message, "eventSource")
                                .filter("aws:sqs"::equals)
                                .isPresent()) {
                            JsonText.text(message, "messageId").ifPresent(ids::add);
                        }
                    }
                });
        return ids;
    }
}
