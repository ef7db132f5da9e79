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
 * decided, and tries one value of each class ({@link TextClasses}) for each attribute that this needs. What is not
 * read, does not matter.
 *
 * @param partition how ARNs of principals begin, such as {@code aws}
 */
public record Prover(String partition) {
    /** Values that are tried for one question: a hundred times what the published templates need. */
    private static final int MOST_VALUES = 2_000_000;
    /** Requests that are found before one of them is shown, unless one is usual. */
    private static final int MOST_FOUND = 200;

    /**
     * A request that a question asks for.
     *
     * @param isConfirmed or else it is one where conditions are met, or are not, that are not decided by classes
     */
    public record Found(Request request, boolean isConfirmed) {}

    /**
     * Finds a request, as the policies are and, if there is none, with what is not decided by classes left open.
     *
     * @throws PolicyException if there is too much to try
     */
    public Optional<Found> find(Question question) {
        AttributeValues values = new AttributeValues(question, partition);
        Set<?> open = values.open();
        return new Search(question, values, !open.isEmpty())
                .find(Set.of())
                .map(request -> new Found(request, true))
                .or(() -> open.isEmpty()
                        ? Optional.empty()
                        : new Search(question, values, false).find(open).map(request -> new Found(request, false)));
    }

    /** Tries the values of each attribute in turn. */
    private static final class Search {
        private final Question question;
        private final AttributeValues values;
        private final boolean isTolerant;
        private final List<Request> found = new ArrayList<>();
        private int tried;

        /** @param isTolerant whether a request that cannot be evaluated is none */
        Search(Question question, AttributeValues values, boolean isTolerant) {
            this.question = question;
            this.values = values;
            this.isTolerant = isTolerant;
        }

        /** The first usual one, if there is one. */
        Optional<Request> find(Set<?> open) {
            isEnough(new Request(Map.of(), true, open));
            return found.stream().max(Comparator.comparing(Search::isUsual));
        }

        /** Whether what was found is enough. */
        private boolean isEnough(Request request) {
            try {
                if (isAnswer(request)) {
                    found.add(request.whole());
                    return isUsual(found.getLast()) || found.size() > MOST_FOUND;
                }
                return false;
            } catch (Undecided e) {
                return isEnough(request, e.attribute());
            } catch (PolicyException e) {
                return isNone(e);
            }
        }

        private boolean isEnough(Request request, Object attribute) {
            List<?> choices;
            try {
                choices = values.of(attribute, request);
            } catch (Undecided e) {
                return isEnough(request, e.attribute());
            } catch (PolicyException e) {
                return isNone(e);
            }
            tried += choices.size();
            if (tried > MOST_VALUES) {
                throw new PolicyException("policies that are decided by " + MOST_VALUES + " values", "others");
            }
            return choices.stream().anyMatch(value -> isEnough(request.with(attribute, value)));
        }

        /** A request that cannot be evaluated is none, if that is tolerated. */
        private boolean isNone(PolicyException e) {
            if (isTolerant) {
                return false;
            }
            throw e;
        }

        private boolean isAnswer(Request request) {
            return question.only().stream().allMatch(policy -> policy.allows(request))
                    && question.policies().allows(request, question.account())
                    && question.never().stream().noneMatch(policy -> policy.allows(request));
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
