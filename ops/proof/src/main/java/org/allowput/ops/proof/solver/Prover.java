package org.allowput.ops.proof.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.proof.solver.Question.Asked;
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
     * @param isConfirmed or else it was only found with an {@link Approximation} of the policies
     */
    public record Found(Request request, boolean isConfirmed) {}

    /**
     * Finds a request, as the policies are and, if there is none, as they are approximated.
     *
     * @throws PolicyException if there is too much to try
     */
    public Optional<Found> find(Question question) {
        Question approximated = question.approximated();
        boolean isExact = approximated.equals(question);
        return new Search(question, !isExact)
                .find()
                .map(request -> new Found(request, true))
                .or(() -> isExact
                        ? Optional.empty()
                        : new Search(approximated, false).find().map(request -> new Found(request, false)));
    }

    /** Tries the values of each attribute in turn. */
    private final class Search {
        private final Question question;
        private final boolean isTolerant;
        private final AttributeValues values;
        private final List<Request> found = new ArrayList<>();
        private int tried;

        /** @param isTolerant whether a request that cannot be evaluated is none */
        Search(Question question, boolean isTolerant) {
            this.question = question;
            this.isTolerant = isTolerant;
            this.values = new AttributeValues(question, partition);
        }

        /** The first usual one, if there is one. */
        Optional<Request> find() {
            isEnough(new Request(Map.of(), true));
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

        private boolean isEnough(Request request, String attribute) {
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
                    && question.asked().stream().allMatch(asked -> isAllowed(asked, request))
                    && question.never().stream().noneMatch(policy -> policy.allows(request));
        }

        private static boolean isAllowed(Asked asked, Request request) {
            if (asked.from().isEmpty()) {
                return asked.policies().allows(request, asked.account());
            }
            // The request is also about something else, whose policies see it so.
            String resource = request.resource();
            if (!resource.startsWith(asked.from())) {
                return false;
            }
            String other = asked.to() + resource.substring(asked.from().length());
            return asked.policies().allows(request.with(Request.RESOURCE, other), asked.account());
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
