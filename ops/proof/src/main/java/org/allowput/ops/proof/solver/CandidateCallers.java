package org.allowput.ops.proof.solver;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.allowput.policy.Caller;
import org.allowput.policy.Principals;
import org.allowput.policy.Statement;

/**
 * Callers that statements of policies mean.
 *
 * @param statements those of all policies
 * @param role the only one whose sessions are meant
 */
record CandidateCallers(List<Statement> statements, String partition, Optional<String> role) {
    /** An account that no policy names. */
    private static final String STRANGER = "999999999999";

    /** Those that a statement means. */
    Set<Caller> of(Statement statement) {
        Set<Caller> callers = new LinkedHashSet<>();
        if (role.isPresent()) {
            String session = role.get().replace(":iam:", ":sts:").replaceFirst(":role/(.*/)?", ":assumed-role/") + "/";
            Stream.concat(
                            statements.stream()
                                    .flatMap(each -> names(each, "AWS"))
                                    .filter(name -> name.startsWith(session)),
                            Stream.of(session + "session"))
                    .forEach(name -> callers.add(new Caller.Principal(role.get(), Optional.of(name))));
            return callers;
        }
        if (isForAnybody(statement)) {
            callers.add(new Caller.Anonymous());
            Stream.concat(
                            Stream.concat(statements.stream().flatMap(each -> names(each, "AWS")), compared()),
                            Stream.of(STRANGER))
                    .forEach(name -> add(callers, name, "role/R"));
        } else {
            names(statement, "AWS").forEach(name -> {
                add(callers, name, "role/R");
                compared().forEach(other -> add(callers, name, other.substring(other.lastIndexOf(':') + 1)));
            });
        }
        names(statement, "Service").forEach(name -> callers.add(new Caller.Service(name)));
        names(statement, "Federated").forEach(name -> callers.add(new Caller.Federated(name)));
        names(statement, "CanonicalUser").forEach(name -> callers.add(new Caller.CanonicalUser(name)));
        return callers;
    }

    private static boolean isForAnybody(Statement statement) {
        return statement.principals().map(Principals::inverted).orElse(true)
                || names(statement, "AWS").anyMatch("*"::equals);
    }

    private static Stream<String> names(Statement statement, String type) {
        return statement.principals().stream()
                .flatMap(principals -> principals.names().getOrDefault(type, List.of()).stream());
    }

    /** Principals with which conditions compare the caller. */
    private Stream<String> compared() {
        return statements.stream()
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.key().toLowerCase(Locale.ROOT).startsWith("aws:principala"))
                .flatMap(condition -> condition.expected().stream())
                .map(value -> value.replaceFirst("^\\*", "arn:" + partition + ":iam::" + STRANGER + ":role/")
                        .replaceFirst("(:iam::)\\*", "$1" + STRANGER)
                        .replace('?', '0')
                        .replace('*', 'x'));
    }

    /** @param name an account, or a principal */
    private void add(Set<Caller> callers, String name, String ofAccount) {
        String[] parts = name.split(":", 6);
        String account = parts.length == 6 ? parts[4] : name;
        String within = parts.length == 6 && !parts[5].equals("root") ? parts[5] : ofAccount;
        if (!account.matches("\\d{12}") || !within.matches("(role|user|assumed-role|federated-user)/.+")) {
            return;
        }
        String[] path = within.split("/", -1);
        boolean isSession = path[0].equals("assumed-role") && path.length == 3;
        String own = isSession ? "role/" + path[1] : within;
        String last = own.substring(own.lastIndexOf('/') + 1);
        callers.add(new Caller.Principal(
                "arn:" + partition + ":iam::" + account + ":" + own,
                own.startsWith("role/")
                        ? Optional.of("arn:" + partition + ":sts::" + account + ":assumed-role/" + last + "/"
                                + (isSession ? path[2] : "session"))
                        : Optional.empty()));
    }
}
