package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.ops.proof.deployed.Bucket;
import org.allowput.ops.proof.deployed.Role;
import org.allowput.ops.proof.deployed.SourceDeployment;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.policy.Caller;
import org.allowput.policy.Policy;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;

/** Of each caller, with each action, resource and context of {@code requests.json}: those that are allowed. */
final class AllowedRequests {
    private static final Map<?, ?> PARTS = (Map<?, ?>) PublishedTemplates.json("requests.json");
    private static final List<Request> TARGET = requests("target");
    private static final List<Request> TRUST = requests("trust");

    private AllowedRequests() {}

    static Set<String> of(TargetDeployment target) {
        Role role = target.role(target.grants().getFirst());
        Bucket bucket = target.bucket();
        return allowed(TARGET, request -> {
            boolean ofKey = request.resource().contains(":kms:");
            Policy resource = ofKey
                    ? bucket.keys().stream().findFirst().map(Bucket.Key::policy).orElse(Policy.NOTHING)
                    : request.resource().startsWith(bucket.arn()) ? bucket.policy() : Policy.NOTHING;
            boolean own = request.caller().name().equals(HandMade.ROLE);
            return request.resource().isEmpty()
                    ? role.trust().allows(request)
                    : own
                            ? role.authorization(resource, ofKey).allows(request, target.account())
                            : resource.allows(request);
        });
    }

    static Set<String> of(SourceDeployment source) {
        Set<String> allowed = new HashSet<>();
        source.roles().forEach(role -> {
            allowed(TRUST, request -> role.trust().allows(request))
                    .forEach(request -> allowed.add(role.name() + " " + request));
            String session = role.arn() + " arn:aws:sts::222222222222:assumed-role/" + role.name() + "/s";
            allowed.addAll(allowed(
                    requests("source", session),
                    request -> role.authorization(Policy.NOTHING, false).allows(request, source.account())));
        });
        source.callers().forEach((name, policy) -> {
            String caller = "arn:aws:iam::222222222222:" + name.replace("group", "user");
            allowed.addAll(allowed(requests("source", caller), policy::allows));
        });
        return allowed;
    }

    private static Set<String> allowed(List<Request> requests, Predicate<Request> isAllowed) {
        Set<String> allowed = new HashSet<>();
        requests.forEach(request -> {
            try {
                if (isAllowed.test(request)) {
                    allowed.add(request.toString());
                }
            } catch (PolicyException e) {
                // It is not allowed.
            }
        });
        return allowed;
    }

    @SuppressWarnings("unchecked")
    private static List<Request> requests(String part, String... further) {
        Map<String, List<?>> parts = (Map<String, List<?>>) Objects.requireNonNull(PARTS.get(part));
        List<Request> requests = new ArrayList<>();
        Stream.concat(((List<String>) parts.getOrDefault("callers", List.of())).stream(), Stream.of(further))
                .forEach(caller -> {
                    for (String action : (List<String>) parts.getOrDefault("actions", List.of())) {
                        for (String resource : (List<String>) parts.getOrDefault("resources", List.of())) {
                            for (Map<String, List<String>> values :
                                    (List<Map<String, List<String>>>) parts.getOrDefault("contexts", List.of())) {
                                Map<String, List<String>> context = new TreeMap<>(values);
                                context.put("aws:SecureTransport", List.of("true"));
                                if (action.equals("s3:PutObject")) {
                                    context.put("s3:ObjectCreationOperation", List.of("true"));
                                }
                                requests.add(new Request(action, named(resource), caller(caller), context));
                            }
                        }
                    }
                });
        return requests;
    }

    private static String named(String resource) {
        return resource.replace(
                        "SOURCE",
                        PublishedTemplates.SOURCE_WITH_EVERYTHING.grant().text("SourceBucket"))
                .replace(
                        "OPERATIONS",
                        PublishedTemplates.SOURCE_WITH_EVERYTHING.grant().text("OperationsBucket"));
    }

    /** Nobody, a service, or a principal, perhaps with the session after it. */
    private static Caller caller(String text) {
        String[] parts = text.split(" ", 2);
        return text.isEmpty()
                ? Caller.ANONYMOUS
                : text.contains(":")
                        ? new Caller("AWS", parts[0], parts.length == 1 ? Optional.empty() : Optional.of(parts[1]))
                        : Caller.of("Service", text);
    }
}
