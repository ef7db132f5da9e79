package org.allowput.emulator.fault;

import java.util.Optional;
import java.util.function.Function;
import org.allowput.emulator.strict.Notifications;
import org.allowput.emulator.strict.Refusal;
import org.allowput.emulator.strict.StrictCloudFormation;
import org.allowput.emulator.strict.StrictS3;

/**
 * What happens to a request before it is forwarded.
 *
 * @param faults the fault of a request, if any
 */
record Interception(
        StrictS3 strict, StrictCloudFormation cloudFormation, Function<ProxiedRequest, Optional<Fault>> faults) {
    Optional<Fault> fault(ProxiedRequest request) {
        return faults.apply(request);
    }

    Optional<Refusal> refuse(ProxiedRequest request) {
        return switch (request.operation()) {
            case STS, SQS -> Optional.empty();
            default -> request.bucket().isEmpty() ? Optional.empty() : strict.refuse(request.s3());
        };
    }

    /** The same by the body: a form, as STS and CloudFormation get them, or a bucket's notifications. */
    Optional<Refusal> refuse(ProxiedRequest request, String body) {
        return request.operation() == ProxiedRequest.Operation.STS
                ? cloudFormation.refuse(body)
                : Notifications.refuse(body);
    }

    /** Remembers the session that a request to STS began. */
    void learn(String form, String answer) {
        strict.sessions().learn(form, answer);
    }
}
