package org.allowput.emulator.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;

/** The sessions that were begun through a proxy, by their access key ids. */
public final class AssumedSessions {
    private static final Pattern ACCESS_KEY = Pattern.compile("<AccessKeyId>([^<]+)</AccessKeyId>");
    private static final Pattern ARN = Pattern.compile("<Arn>([^<]+)</Arn>");

    private final PolicySource policies;
    private final Map<String, AssumedSession> sessions = new ConcurrentHashMap<>();

    /** @param policies where the policies of roles and buckets are */
    public AssumedSessions(PolicySource policies) {
        this.policies = policies;
    }

    /** Reads a request to STS and its answer; remembers the session that it began, if it began one. */
    public void learn(String form, String answer) {
        Map<String, String> parameters = parameters(form);
        Matcher accessKey = ACCESS_KEY.matcher(answer);
        if ("AssumeRole".equals(parameters.get("Action")) && accessKey.find()) {
            String role = parameters.getOrDefault("RoleArn", "");
            Matcher arn = ARN.matcher(answer);
            sessions.put(
                    accessKey.group(1),
                    new AssumedSession(
                            new Caller("AWS", role, arn.find() ? Optional.of(arn.group(1)) : Optional.empty()),
                            policies.ofRole(role),
                            Optional.ofNullable(parameters.get("Policy")).map(Policy::parse)));
        }
    }

    /**
     * Nothing for a caller whose session did not begin here, or for an operation that the function does not use: the
     * emulator alone decides. Before a refusal the policies are read again, since a change counts for sessions that
     * have begun.
     */
    Optional<Refusal> refuse(S3Request request) {
        Optional<AssumedSession> session = request.accessKeyId().map(sessions::get);
        if (session.isEmpty() || request.operation() == S3Operation.OTHER) {
            return Optional.empty();
        }
        PolicySource.Bucket bucket = policies.ofBucket(request.bucket());
        return S3Limits.refuse(request, bucket)
                .or(() -> session.get()
                        .refuse(request, bucket)
                        .flatMap(refusal -> session.get()
                                .withRole(policies.ofRole(session.get().caller().name()))
                                .refuse(request, policies.ofBucket(request.bucket()))));
    }

    public static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new HashMap<>();
        Arrays.stream(form.split("&", -1))
                .map(parameter -> parameter.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> parameters.put(pair[0], URLDecoder.decode(pair[1], UTF_8)));
        return parameters;
    }
}
