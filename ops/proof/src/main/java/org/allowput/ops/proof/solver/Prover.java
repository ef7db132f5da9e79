package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.allowput.policy.Request.Undecided;

/**
 * Decides over all requests whether policies allow one: it lets the evaluator read a request of which nothing is
 * decided, and tries one value of each class ({@link TextClasses}) for each attribute that this needs. An attribute
 * that the evaluator does not read has no influence on its decision, and is not tried.
 *
 * @param partition how ARNs of principals begin, such as {@code aws}
 */
public record Prover(String partition) {
    /** Requests that are found before one of them is shown, unless one is usual. */
    private static final int MOST_FOUND = 200;

    /**
     * Finds a request, as the policies are and, if there is none, one in which what classes do not decide is met or
     * not.
     *
     * @throws PolicyException if there is too much to try
     */
    public Optional<Request> find(Question question) {
        Set<?> undecided = new AttributeValues(question, partition).undecided();
        return find(question, Set.of(), !undecided.isEmpty())
                .or(() -> undecided.isEmpty() ? Optional.empty() : find(question, undecided, false));
    }

    /** The first usual one, if there is one. */
    private Optional<Request> find(Question question, Set<?> undecided, boolean isTolerant) {
        Search tree = new Search(question, new AttributeValues(question, partition), isTolerant, new ArrayList<>());
        tree.search(new Request(Map.copyOf(question.context()), true, undecided));
        return tree.found().stream().max(Comparator.comparing(Search::isUsual));
    }

    /**
     * Tries the values of each attribute in turn.
     *
     * @param isTolerant whether a request that cannot be evaluated is none
     */
    private record Search(Question question, AttributeValues values, boolean isTolerant, List<Request> found) {
        /** Searches depth first, and returns whether what was found is enough to end. */
        private boolean search(Request request) {
            try {
                if (question.isAnsweredBy(request)) {
                    found.add(request.whole());
                    return isUsual(found.getLast()) || found.size() > MOST_FOUND;
                }
            } catch (Undecided e) {
                return branch(request, e.attribute());
            } catch (PolicyException e) {
                tolerate(e);
            }
            return false;
        }

        /** Searches with each value of an attribute that the evaluator needs. */
        private boolean branch(Request request, Object attribute) {
            List<?> choices = List.of();
            try {
                choices = values.of(attribute, request);
            } catch (Undecided e) {
                return branch(request, e.attribute());
            } catch (PolicyException e) {
                tolerate(e);
            }
            return choices.stream().anyMatch(value -> search(request.with(attribute, value)));
        }

        private void tolerate(PolicyException e) {
            if (!isTolerant) {
                throw e;
            }
        }

        /** The action is one on such a resource: roles belong to IAM, also where STS is asked. */
        private static boolean isUsual(Request request) {
            String service = request.action().split(":", 2)[0].toLowerCase(Locale.ROOT);
            return request.resource().isEmpty()
                    ? service.equals("sts")
                    : request.resource().startsWith("arn:")
                            && service.replace("sts", "iam")
                                    .equals(request.resource().split(":", 4)[2]);
        }
    }
}
