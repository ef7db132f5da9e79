package org.allowput.emulator.proxy;

import java.util.Optional;
import org.allowput.emulator.strict.AssumedSessions;
import org.allowput.emulator.strict.Notifications;
import org.allowput.emulator.strict.Refusal;
import org.allowput.emulator.strict.StrictS3;

/** A decision to refuse a request before it is forwarded. */
record Interception(StrictS3 strict) {
    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
    private static final int LONGEST_TEMPLATE_BODY = 51_200;

    Optional<Refusal> refuse(ProxiedRequest request) {
        return switch (request.operation()) {
            case STS, SQS -> Optional.empty();
            default -> request.bucket().isEmpty() ? Optional.empty() : strict.refuse(request.s3());
        };
    }

    /** The same by the body: a form, as STS and CloudFormation get them, or a bucket's notifications. */
    Optional<Refusal> refuse(ProxiedRequest request, String body) {
        return request.operation() == ProxiedRequest.Operation.STS ? refuseTemplate(body) : Notifications.refuse(body);
    }

    static Optional<Refusal> refuseTemplate(String form) {
        return AssumedSessions.parameters(form).getOrDefault("TemplateBody", "").length() > LONGEST_TEMPLATE_BODY
                ? Optional.of(Refusal.badRequest(
                        "ValidationError",
                        "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must"
                                + " have length less than or equal to " + LONGEST_TEMPLATE_BODY))
                : Optional.empty();
    }
}
