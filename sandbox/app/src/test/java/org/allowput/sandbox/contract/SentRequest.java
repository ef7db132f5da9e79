package org.allowput.sandbox.contract;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.strict.RequiredActions;
import org.allowput.emulator.strict.RequiredActions.Required;
import org.allowput.emulator.strict.S3Request;

/**
 * A request of the wire contract.
 *
 * @param line method and URL
 * @param byRole whether it is signed by the target account's role, or else by the function's
 * @param headers by name
 * @param form the parameters of a request to STS or Step Functions; for SQS, its body by the name JSON
 */
record SentRequest(String line, boolean byRole, Map<String, String> headers, Map<String, String> form) {
    /** Reads what is below its first line. */
    static SentRequest of(String line, List<String> details) {
        Map<String, String> headers = new HashMap<>();
        Map<String, String> form = new HashMap<>();
        for (String detail : details) {
            if (detail.startsWith("form ")) {
                String[] parameter = detail.substring("form ".length()).split("=", 2);
                form.put(parameter[0], parameter[1]);
            } else if (!detail.startsWith("signed by ")) {
                String[] header = detail.replace(" (not signed)", "").split(":", 2);
                headers.put(header[0], header[1].strip());
            }
        }
        return new SentRequest(line, details.contains("signed by the role"), headers, form);
    }

    /** @param queueKey the ARN of the KMS key of the queues; empty for a key of SQS */
    List<Required> required(Optional<String> queueKey) {
        String json = form.getOrDefault("JSON", "");
        String target = headers.getOrDefault("x-amz-target", "");
        if (!json.isEmpty()) {
            String queueUrl = json.replaceFirst(".*\"QueueUrl\":\"([^\"]+)\".*", "$1");
            return RequiredByServices.ofSqs(target, queueUrl, queueKey);
        }
        return s3().map(request -> RequiredActions.of(request, Optional.empty()))
                .orElseGet(() -> RequiredByServices.ofForm(form));
    }

    /** Nothing if it goes to another service. */
    Optional<S3Request> s3() {
        String[] words = line.split(" ", 2);
        URI url = URI.create(words[1].replace("<", "").replace(">", ""));
        String host = url.getHost();
        if (host.matches("(sts|sqs|states)\\..*")) {
            return Optional.empty();
        }
        String bucket = host.substring(0, host.indexOf(".s3."));
        String key = url.getRawPath().replaceFirst("^/", "");
        String query = Optional.ofNullable(url.getRawQuery()).orElse("");
        return Optional.of(S3Request.of(words[0], bucket, key, query, headers));
    }
}
