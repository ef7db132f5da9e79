package org.allowput.ops.proof.solver;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.ops.proof.template.TextFile;
import org.allowput.policy.Caller;
import org.allowput.policy.PolicyText;
import org.allowput.policy.Request;

/** Requests of the values that were found for attributes. */
record FoundRequests(Question question) {
    private static final List<String> ACTIONS = TextFile.lines(FoundRequests.class, "readable-actions.txt");

    private Stream<String> actions() {
        return Stream.concat(
                ACTIONS.stream(),
                question.policies().stream()
                        .flatMap(policy -> policy.statements().stream())
                        .flatMap(statement -> statement.actions().texts().stream())
                        .map(PolicyText::text)
                        .filter(text -> !text.matches(".*[*?].*")));
    }

    /** Values of attributes that say more than others. */
    Map<String, List<String>> examples() {
        return Map.of(
                RequestFormulas.ACTION,
                ACTIONS.stream().map(action -> action.toLowerCase(Locale.ROOT)).toList(),
                RequestFormulas.RESOURCE,
                question.further()
                        .atoms()
                        .filter(in -> in.attribute().equals(RequestFormulas.PRINCIPAL))
                        .flatMap(in -> in.texts().examples())
                        .filter(arn -> arn.contains(":role/"))
                        .toList());
    }

    /** Whether the action is one on such a resource: roles belong to IAM, also where STS is asked. */
    static boolean isUsual(Request request) {
        String service = request.action().split(":", 2)[0].toLowerCase(Locale.ROOT);
        return request.resource().isEmpty()
                ? service.equals("sts")
                : request.resource().startsWith("arn:")
                        && service.replace("sts", "iam")
                                .equals(request.resource().split(":", 4)[2]);
    }

    /** The request with these values. */
    Request request(Map<String, String> values) {
        String lower = values.getOrDefault(RequestFormulas.ACTION, "s3:getobject");
        String action = actions()
                .filter(each -> each.equalsIgnoreCase(lower))
                .findFirst()
                .orElse(lower);
        Caller caller = caller(values);
        Map<String, List<String>> context = new TreeMap<>(Map.of("aws:securetransport", List.of("true")));
        if (action.equalsIgnoreCase("s3:PutObject")) {
            context.put("s3:objectcreationoperation", List.of("true"));
        }
        values.forEach((attribute, value) -> {
            if (isKey(attribute)) {
                context.put(
                        attribute,
                        List.of(
                                attribute.equals("kms:calleraccount") && caller instanceof Caller.Principal principal
                                        ? principal.account()
                                        : value));
            }
        });
        return new Request(action, values.getOrDefault(RequestFormulas.RESOURCE, ""), caller, context);
    }

    private static boolean isKey(String attribute) {
        return attribute.contains(":") && !attribute.startsWith(PolicyFormulas.MAYBE);
    }

    private static Caller caller(Map<String, String> values) {
        String arn = values.get(RequestFormulas.PRINCIPAL);
        if (arn != null) {
            String sessions = arn.replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/";
            return new Caller.Principal(
                    arn,
                    Optional.ofNullable(values.get(RequestFormulas.SESSION))
                            .map(session -> session.startsWith(sessions) ? session : sessions + "session"));
        }
        if (values.containsKey("Service")) {
            return new Caller.Service(values.get("Service"));
        }
        if (values.containsKey("Federated")) {
            return new Caller.Federated(values.get("Federated"));
        }
        return values.containsKey("CanonicalUser")
                ? new Caller.CanonicalUser(values.get("CanonicalUser"))
                : new Caller.Anonymous();
    }

    /** The values of a request by attributes. */
    static Map<String, String> values(Request request) {
        Map<String, String> values = new TreeMap<>();
        request.context().forEach((key, each) -> values.put(key, each.getFirst()));
        values.put(RequestFormulas.ACTION, request.action().toLowerCase(Locale.ROOT));
        values.put(RequestFormulas.RESOURCE, request.resource());
        switch (request.caller()) {
            case Caller.Principal(String arn, Optional<String> session) -> {
                values.put(RequestFormulas.PRINCIPAL, arn);
                session.ifPresent(each -> values.put(RequestFormulas.SESSION, each));
            }
            case Caller.Service(String name) -> values.put("Service", name);
            case Caller.Federated(String provider) -> values.put("Federated", provider);
            case Caller.CanonicalUser(String id) -> values.put("CanonicalUser", id);
            case Caller.Anonymous ignored -> {}
        }
        return values;
    }
}
