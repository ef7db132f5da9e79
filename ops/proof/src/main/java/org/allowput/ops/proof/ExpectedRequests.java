package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.ops.proof.solver.Question;
import org.allowput.policy.Policy;
import org.allowput.policy.Statement;

/**
 * The requests that a statement expects.
 *
 * @param words what is expected, for a reader
 * @param required by words, policies of which each must allow a request that is possible
 * @param policy allows exactly the requests that are expected
 */
record ExpectedRequests(List<String> words, Map<String, Policy> required, Policy policy) {
    String text() {
        return String.join(", ", words);
    }

    /** Asks for other requests among those that are allowed. */
    List<Question> violations(List<Question> allowed) {
        return allowed.stream().map(each -> each.excluding(policy)).toList();
    }

    /** Asks for those that are required among those that are allowed, by words. */
    Map<String, List<Question>> intended(List<Question> allowed) {
        Map<String, List<Question>> intended = new LinkedHashMap<>();
        required.forEach((line, sent) -> intended.put(
                line, allowed.stream().map(each -> each.matching(sent)).toList()));
        return intended;
    }

    /** Adds one document of IAM after the other, each with its words. */
    static final class Builder {
        private final List<String> words = new ArrayList<>();
        private final Map<String, Statement> required = new LinkedHashMap<>();
        private final List<Statement> allowed = new ArrayList<>();
        private final List<Statement> denied = new ArrayList<>();

        /** Expects what the statements allow: of each action by itself, one request must be possible. */
        Builder require(String what, String statements) {
            permit(what, statements);
            PolicyDocument.of(statements)
                    .statements()
                    .forEach(statement -> statement
                            .byAction()
                            .forEach((action, one) -> required.put(what + " (" + action + ")", one)));
            return this;
        }

        /** Expects what the statements allow, if it is possible. */
        Builder permit(String what, String statements) {
            add(allowed, statements, true);
            return say(what);
        }

        /** Does not expect what the statements deny, even if another statement expects it. */
        Builder forbid(String what, String statements) {
            add(denied, statements, false);
            return say(what);
        }

        /** Says what is decided elsewhere. */
        Builder say(String what) {
            words.add(what);
            return this;
        }

        private static void add(List<Statement> to, String json, boolean allow) {
            List<Statement> statements = PolicyDocument.of(json).statements();
            if (statements.stream().anyMatch(statement -> statement.allow() != allow)) {
                throw new IllegalArgumentException(
                        "expected only statements that " + (allow ? "allow" : "deny") + ", seen " + json);
            }
            to.addAll(statements);
        }

        ExpectedRequests build() {
            Map<String, Policy> policies = new LinkedHashMap<>();
            required.forEach((line, statement) -> policies.put(line, with(Stream.of(statement))));
            return new ExpectedRequests(List.copyOf(words), policies, with(allowed.stream()));
        }

        private Policy with(Stream<Statement> expected) {
            return new Policy(Stream.concat(expected, denied.stream()).toList());
        }
    }
}
