package org.allowput.sandbox.simulation.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allowput.emulator.strict.AssumedSessions;
import org.allowput.emulator.strict.ConditionContext;
import org.allowput.emulator.strict.RequiredActions;
import org.allowput.emulator.strict.RequiredActions.Required;
import org.allowput.emulator.strict.S3Request;
import org.allowput.policy.Authorization;
import org.allowput.policy.Authorization.Decision;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.allowput.sandbox.contract.RequiredByServices;
import org.allowput.sandbox.simulation.aws.HttpCall;

/**
 * Decides requests by the policies of a deployment, as IAM does: those that the function's roles sign, those of the
 * target account's role, and what Lambda, Step Functions, S3 and EventBridge do with roles of the deployment or by the
 * policies of its queues. An operator of account B may do everything there.
 */
public final class Access {
    private static final String SOURCE_ACCOUNT = "222222222222";
    private static final String TARGET_ACCOUNT = "111111111111";
    private static final String ROLE = "arn:aws:iam::" + TARGET_ACCOUNT + ":role/AllowPutToS3";
    private static final Map<String, List<String>> TLS = Map.of("aws:securetransport", List.of("true"));

    private final RolePolicies policies;
    private final Map<Question, Boolean> decided = new HashMap<>();

    private record Question(String role, Required required, Map<String, List<String>> context) {}

    public Access(RolePolicies policies) {
        this.policies = policies;
    }

    /**
     * What is not allowed.
     *
     * @param role of this deployment, by its logical id; empty for an operator
     */
    public Optional<String> refuses(HttpCall call, String role) {
        return role.isEmpty()
                ? Optional.empty()
                : required(call).stream()
                        .filter(required -> !allows(role, required, context(call)))
                        .map(required -> required.action() + " on " + required.resource())
                        .findFirst();
    }

    /** Whether S3 says that an object is not there, and not that access to it is denied. */
    public boolean mayList(HttpCall call, String role) {
        return role.isEmpty() || allows(role, new Required("s3:ListBucket", "arn:aws:s3:::" + call.bucket()), TLS);
    }

    /** Whether Lambda may take messages from the queue for the function. */
    public boolean mayConsume() {
        return List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes").stream()
                .allMatch(action -> allows(Roles.FUNCTION, new Required(action, queue("queue")), TLS));
    }

    /** Whether the workflow may send to the dead-letter queue. */
    public boolean workflowMaySend() {
        return allows(Roles.WORKFLOW, new Required("sqs:SendMessage", queue("dead-letters")), TLS);
    }

    public boolean workflowMayInvoke() {
        return policies.at(Roles.WORKFLOW).stream()
                .flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.allow())
                .anyMatch(statement -> statement.actions().texts().stream()
                        .anyMatch(action -> action.text().equals("lambda:InvokeFunction")));
    }

    private boolean allows(String role, Required required, Map<String, List<String>> context) {
        return decided.computeIfAbsent(new Question(role, required, context), this::decide);
    }

    private boolean decide(Question question) {
        String role = question.role();
        Required required = question.required();
        boolean ofTarget = role.equals(Roles.TARGET);
        Caller caller = Caller.Principal.of(ofTarget ? ROLE : "arn:aws:iam::" + SOURCE_ACCOUNT + ":role/" + role);
        boolean assumes = required.action().startsWith("sts:");
        Authorization all = new Authorization(
                policies.at(role), Optional.empty(), Optional.empty(), resourcePolicy(required, assumes), assumes);
        Request request = new Request(required.action(), required.resource(), caller, question.context());
        return all.decide(request, ofTarget || assumes ? TARGET_ACCOUNT : SOURCE_ACCOUNT) == Decision.ALLOWED;
    }

    private Optional<Policy> resourcePolicy(Required required, boolean assumes) {
        String where = assumes
                ? Roles.TARGET + " trust"
                : required.resource().equals(queue("queue"))
                        ? Roles.QUEUE_POLICY
                        : required.resource().equals(queue("dead-letters"))
                                ? Roles.DEAD_LETTERS_POLICY
                                : Roles.BUCKET_POLICY;
        return policies.at(where).stream().findFirst();
    }

    /** As the templates name it. */
    private static String queue(String name) {
        return "arn:aws:sqs:us-east-1:" + SOURCE_ACCOUNT + ":"
                + (name.equals("queue") ? "ReplicationQueue" : "ReplicationQueueDeadLetters");
    }

    private static List<Required> required(HttpCall call) {
        return switch (call.service()) {
            case S3 -> RequiredActions.of(s3(call), Optional.empty());
            case STS -> RequiredByServices.ofForm(form(call));
            case STATES ->
                RequiredByServices.ofForm(call.json().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, field -> String.valueOf(field.getValue()))));
            case SQS -> {
                String url = String.valueOf(call.json().get("QueueUrl"));
                yield RequiredByServices.ofSqs("AmazonSQS." + call.operation(), url, Optional.empty()).stream()
                        .map(required ->
                                new Required(required.action(), queue(url.substring(url.lastIndexOf('/') + 1))))
                        .toList();
            }
        };
    }

    private static Map<String, List<String>> context(HttpCall call) {
        Map<String, List<String>> context = new HashMap<>(TLS);
        switch (call.service()) {
            case S3 -> {
                context.putAll(ConditionContext.of(s3(call)).values());
                context.put("kms:viaservice", List.of("s3.us-east-1.amazonaws.com"));
            }
            case STS ->
                Optional.ofNullable(form(call).get("ExternalId"))
                        .ifPresent(id -> context.put("sts:externalid", List.of(id)));
            case SQS, STATES -> {}
        }
        return context;
    }

    private static S3Request s3(HttpCall call) {
        Map<String, String> headers = new HashMap<>();
        call.request().forEachHeader((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            // No policy looks at the hash of a body, which differs from request to request.
            if (!lower.equals("x-amz-content-sha256")) {
                headers.put(lower, values.getFirst());
            }
        });
        Map<String, String> query = new HashMap<>();
        call.request().rawQueryParameters().forEach((name, values) -> {
            String value = values == null || values.isEmpty() ? null : values.getFirst();
            query.put(name, value == null ? "" : value);
        });
        return new S3Request(call.request().method().name(), call.bucket(), call.key(), query, headers);
    }

    private static Map<String, String> form(HttpCall call) {
        return AssumedSessions.parameters(new String(call.body(), UTF_8));
    }
}
