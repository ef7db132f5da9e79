package org.allowput.ops.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.allowput.ops.proof.differential.GuidedRequests;
import org.allowput.ops.proof.differential.Mutant;
import org.allowput.ops.proof.differential.Seed;
import org.allowput.ops.proof.differential.Templates;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.question.Questions;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.ops.proof.witness.DeployedPolicies;
import org.allowput.policy.PolicyException;
import org.allowput.policy.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every node of every policy, principal, attachment, condition and type in our templates is changed, one at a time. The
 * prover refuses the mutant, or its statements are others or not proven; or the evaluator finds that nothing more is
 * allowed than before.
 */
class MutantsTest {
    /**
     * Of each template for the target account in each build; {@code -Dproof.share} selects another number. All mutants
     * of all templates in {@code -Pnightly}.
     */
    private static final int SHARE = Integer.getInteger("proof.share", 10);

    private static final int REQUESTS = 300;

    /** What stands in the place of an unknown. */
    private static final List<String> UNKNOWNS = List.of(
            "*",
            "mutant",
            "arn:aws:iam::999999999999:root",
            "arn:aws:iam::999999999999:role/r",
            "s3:*",
            "arn:aws:s3:::*");

    private enum Verdict {
        REFUSED,
        NOT_DECIDED,
        CHANGED,
        SAME_ACCESS,
        LESS_ACCESS,
        HOLE
    }

    static Stream<Templates> templates() {
        // The plain templates take the solver minutes for each mutant; their policies are those of the others.
        String selected = System.getProperty("proof.template", Seed.all() ? ".*\\.json" : ".*/target\\.json");
        return Templates.all().stream().filter(ours -> ours.path().matches(selected));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void aMutantIsRefusedOrSeenOrAllowsNothingMore(Templates ours) throws IOException {
        Seed seed = Seed.next();
        Random random = seed.random();
        Template original = ours.read();
        Answers answers = new Answers();
        List<String> claims =
                claims(original, answers).stream().map(Decision::claim).toList();
        List<Mutant> mutants = new ArrayList<>(Mutant.of(JSON.std.mapFrom(ours.text())));
        Collections.shuffle(mutants, random);
        Map<Mutant.Kind, Map<Verdict, Integer>> counts = new TreeMap<>();
        List<String> holes = new ArrayList<>();
        for (Mutant mutant : mutants.subList(0, Seed.all() ? mutants.size() : Math.min(SHARE, mutants.size()))) {
            Verdict verdict = verdict(mutant, claims, answers, original, ours, random);
            counts.computeIfAbsent(mutant.kind(), missing -> new TreeMap<>()).merge(verdict, 1, Integer::sum);
            if (verdict.compareTo(Verdict.CHANGED) > 0) {
                System.out.println(verdict + " " + ours + " " + mutant.kind() + " " + mutant.path());
            }
            if (verdict == Verdict.HOLE) {
                holes.add(mutant.kind() + " " + mutant.path());
            }
        }
        System.out.println(ours + ": " + counts);

        assertThat(holes).as(ours + " " + seed).isEmpty();
    }

    private static Verdict verdict(
            Mutant mutant, List<String> claims, Questions answers, Template original, Templates ours, Random random)
            throws IOException {
        Template changed;
        try {
            changed = Template.parse(mutant.template());
            List<Decision> decisions = claims(changed, answers);
            if (!decisions.stream().map(Decision::claim).toList().equals(claims)
                    || !decisions.stream().allMatch(Decision.Proven.class::isInstance)) {
                return Verdict.CHANGED;
            }
        } catch (IllegalStateException e) {
            return Verdict.NOT_DECIDED;
        } catch (UnsupportedPolicyException | IllegalArgumentException | IOException e) {
            return Verdict.REFUSED;
        }
        return access(changed, original, ours, random);
    }

    private static List<Decision> claims(Template template, Questions questions) {
        return new TemplateProof(template, Map.of(), Optional.empty()).decide(claim -> true, questions, false);
    }

    /** A mutant differs from its template in few questions: the others are answered once. */
    private static final class Answers implements Questions {
        private final Map<UUID, Boolean> answers = new HashMap<>();

        @Override
        public void add(String claim, boolean satisfiable, Supplier<String> smtLib) {
            answers.put(id(smtLib), satisfiable);
        }

        @Override
        public Optional<Boolean> answered(Supplier<String> smtLib) {
            return Optional.ofNullable(answers.get(id(smtLib)));
        }

        private static UUID id(Supplier<String> smtLib) {
            return UUID.nameUUIDFromBytes(
                    smtLib.get().replaceFirst("\\(set-info :status \\w+\\)", "").getBytes(UTF_8));
        }

        /** Of a mutant: what is not decided is not proven. */
        @Override
        public Duration limit() {
            return Duration.ofMinutes(3);
        }
    }

    /** Whether the mutant allows what the original does, for each value that an unknown may have. */
    private static Verdict access(Template changed, Template original, Templates ours, Random random)
            throws IOException {
        Verdict verdict = Verdict.SAME_ACCESS;
        for (String unknown : UNKNOWNS) {
            Map<String, String> values = new HashMap<>(ours.parameters());
            values.put(Mutant.UNKNOWN, unknown);
            original.section("Resources").keySet().forEach(id -> values.put(id + "." + Mutant.UNKNOWN, unknown));
            DeployedPolicies before = new DeployedPolicies(original, values);
            try {
                DeployedPolicies after = new DeployedPolicies(changed, values);
                GuidedRequests requests = new GuidedRequests(
                        random,
                        Stream.concat(before.all().stream(), after.all().stream())
                                .toList());
                for (Request request : requests.next(REQUESTS)) {
                    boolean was = !before.allowing(request).isEmpty();
                    boolean is = !after.allowing(request).isEmpty();
                    if (is && !was) {
                        System.out.println("more is allowed: " + request + " by " + after.allowing(request));
                        return Verdict.HOLE;
                    }
                    verdict = was == is ? verdict : Verdict.LESS_ACCESS;
                }
            } catch (PolicyException noPolicy) {
                // AWS refuses to create it, so that nothing is allowed with this value.
            } catch (IllegalArgumentException | ClassCastException e) {
                // What it allows nobody knows.
                return Verdict.HOLE;
            }
        }
        return verdict;
    }
}
