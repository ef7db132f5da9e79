package org.allowput.sandbox.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.allowput.sandbox.contract.SynthesizedTemplate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The retriers and catchers of the workflow are as Step Functions demands: each rule of AWS's page, and its breach. */
class RetriersTest {
    private static final Map<?, ?> WORKFLOW = SynthesizedTemplate.read("source").workflow();

    /**
     * What AWS demands of retriers and catchers.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Handling
     *     errors</a>
     */
    enum Rule {
        ERRORS_ARE_NAMED((rules, rule) -> !errors(rule).isEmpty(), Map.of("ErrorEquals", List.of())),
        ALL_STANDS_ALONE(
                (rules, rule) ->
                        !errors(rule).contains("States.ALL") || errors(rule).size() == 1,
                Map.of("ErrorEquals", List.of("States.ALL", "States.Timeout"))),
        ALL_IS_LAST(
                (rules, rule) -> !errors(rule).contains("States.ALL") || rules.getLast() == rule,
                Map.of("ErrorEquals", List.of("States.ALL"))),
        INTERVAL((rules, rule) -> isWithin(rule, "IntervalSeconds", 1, 99_999_999), Map.of("IntervalSeconds", 0)),
        ATTEMPTS((rules, rule) -> isWithin(rule, "MaxAttempts", 0, 99_999_999), Map.of("MaxAttempts", 100_000_000)),
        RATE((rules, rule) -> isWithin(rule, "BackoffRate", 1, Double.MAX_VALUE), Map.of("BackoffRate", 0.5)),
        LONGEST_DELAY(
                (rules, rule) -> isWithin(rule, "MaxDelaySeconds", 1, 31_622_399),
                Map.of("MaxDelaySeconds", 31_622_400)),
        JITTER(
                (rules, rule) -> Optional.ofNullable(rule.get("JitterStrategy"))
                        .filter(strategy -> !List.of("FULL", "NONE").contains(strategy))
                        .isEmpty(),
                Map.of("JitterStrategy", "HALF"));

        @SuppressWarnings("ImmutableEnumChecker") // without state
        private final BiPredicate<List<Map<?, ?>>, Map<?, ?>> holds;

        @SuppressWarnings("ImmutableEnumChecker") // Map.of
        private final Map<String, Object> breach;

        /** @param breach members of the first rule of a state that break it */
        Rule(BiPredicate<List<Map<?, ?>>, Map<?, ?>> holds, Map<String, Object> breach) {
            this.holds = holds;
            this.breach = breach;
        }

        boolean holdsIn(List<Map<?, ?>> rules) {
            return rules.stream().allMatch(rule -> holds.test(rules, rule));
        }

        private static List<?> errors(Map<?, ?> rule) {
            return Objects.requireNonNull((List<?>) rule.get("ErrorEquals"), "ErrorEquals");
        }

        private static boolean isWithin(Map<?, ?> rule, String field, double least, double most) {
            return !(rule.get(field) instanceof Number number)
                    || (number.doubleValue() >= least && number.doubleValue() <= most);
        }
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void theWorkflowKeepsTheRuleAndABreachIsFound(Rule rule) {
        List<List<Map<?, ?>>> all = Stream.of("lambda:invoke", "sqs:sendMessage")
                .flatMap(resource -> RecordedStates.tasks(WORKFLOW, resource).values().stream())
                .flatMap(state -> Stream.of("Retry", "Catch").flatMap(field -> rules(state, field).stream()))
                .toList();

        assertThat(all).hasSizeGreaterThan(8).allMatch(rule::holdsIn);
        assertThat(all.stream().filter(rules -> rules.size() > 1))
                .hasSizeGreaterThan(4)
                .noneMatch(rules -> rule.holdsIn(broken(rules, rule.breach)));
    }

    private static Optional<List<Map<?, ?>>> rules(Map<?, ?> state, String field) {
        if (!(state.get(field) instanceof List<?> rules)) {
            return Optional.empty();
        }
        List<Map<?, ?>> each = new ArrayList<>();
        rules.forEach(rule -> each.add((Map<?, ?>) rule));
        return Optional.of(each);
    }

    private static List<Map<?, ?>> broken(List<Map<?, ?>> rules, Map<String, Object> breach) {
        Map<Object, Object> first = new HashMap<>(rules.getFirst());
        first.putAll(breach);
        List<Map<?, ?>> broken = new ArrayList<>(rules);
        broken.set(0, first);
        return broken;
    }
}
