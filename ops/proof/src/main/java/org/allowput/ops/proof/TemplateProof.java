package org.allowput.ops.proof;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.allowput.ops.proof.policy.Roles;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.question.Questions;
import org.allowput.ops.proof.solver.Claim;
import org.allowput.ops.proof.solver.PolicyEvaluation;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.ops.proof.template.Intrinsics;
import org.allowput.ops.proof.template.ResourceTypes;
import org.allowput.ops.proof.template.SourceGrant;
import org.allowput.ops.proof.template.SourceVariables;
import org.allowput.ops.proof.template.TargetGrant;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.allowput.ops.proof.template.UnsupportedPolicyException.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is claimed about a template, of the target account or the source account.
 *
 * <p>Not in a template, and so not proven: policies that somebody attaches to a role or to an existing bucket outside
 * of the stack. A permissions boundary, a session policy and the policies of an organization only narrow what is proven
 * here.
 */
final class TemplateProof {
    private static final String GRANT = "Grant";

    private final Template template;
    private final Map<String, String> parameterValues;
    private final Optional<Map<String, Object>> expectedGrant;

    /**
     * @param parameterValues of the parameters whose values are known; what is proven holds for any value of the others
     * @param expectedGrant what account A means to grant, in the form of the section {@code Metadata.Grant}; if empty,
     *     it is read from the template
     */
    TemplateProof(Template template, Map<String, String> parameterValues, Optional<Map<String, Object>> expectedGrant) {
        this.template = template;
        this.parameterValues = Map.copyOf(parameterValues);
        this.expectedGrant = expectedGrant;
    }

    List<Decision> decide() {
        return decide(claim -> true);
    }

    List<Decision> decide(Predicate<String> only) {
        return decide(only, Questions.IGNORED, false);
    }

    /**
     * Decides the claims whose texts match.
     *
     * @param questions takes each question that the solver is asked, with its answer
     * @param withExamples whether a claim that is proven comes with requests on both of its sides
     * @throws IllegalArgumentException if the template is of neither account, or the grant is wrong
     * @throws UnsupportedPolicyException if a policy uses what is not modelled
     */
    List<Decision> decide(Predicate<String> only, Questions questions, boolean withExamples) {
        return Prover.decide(
                template,
                parameterValues,
                (read, intrinsics, policies) -> {
                    boolean source = isSource();
                    Collector problems = new Collector();
                    problems.read(() -> new ResourceTypes(read, intrinsics, source ? "B" : "A").check());
                    AtomicReference<@Nullable Roles> readRoles = new AtomicReference<>();
                    problems.read(() -> readRoles.set(new Roles(read, intrinsics)));
                    problems.finish();
                    Roles roles = Objects.requireNonNull(readRoles.get());
                    return source
                            ? sourceClaims(read, intrinsics, roles, policies)
                            : targetClaims(read, intrinsics, roles, policies);
                },
                only,
                questions,
                withExamples);
    }

    /** Whether the template is of account B: it has a function that names a source bucket. */
    boolean isSource() {
        boolean source = SourceVariables.isIn(template);
        if (source != SourceGrant.is(grant())) {
            throw new IllegalArgumentException("The template is of account " + (source ? "B" : "A")
                    + ", and the grant is of the other account. Expected a grant with "
                    + (source ? "SourceBucket" : "Bucket and Roles"));
        }
        return source;
    }

    /** What the template says that it grants; or what is expected. */
    private Map<String, Object> grant() {
        Map<String, Object> section = expectedGrant.orElseGet(
                () -> Template.map(template.section("Metadata").get(GRANT)));
        if (section.isEmpty()) {
            throw new IllegalArgumentException("The template has no section Metadata." + GRANT + ". Expected a template"
                    + " that this version of the CDK app has made: cdk.out/*.template.json, or the answer of aws"
                    + " cloudformation get-template. For another one, state what it should grant with --grant");
        }
        return section;
    }

    private List<Claim> sourceClaims(Template template, Intrinsics intrinsics, Roles roles, PolicyEvaluation policies) {
        SourceVariables variables = SourceVariables.ofCopies(template, intrinsics);
        return Stream.concat(
                        new SourceProof(
                                        template,
                                        intrinsics,
                                        roles,
                                        variables,
                                        policies,
                                        SourceGrant.read(grant(), intrinsics))
                                .claims().stream(),
                        new SourceEventsProof(roles, variables, policies).claims().stream())
                .toList();
    }

    private List<Claim> targetClaims(Template template, Intrinsics intrinsics, Roles roles, PolicyEvaluation policies) {
        TargetGrant grant = TargetGrant.read(grant(), intrinsics);
        return Stream.of(
                        new TrustProof(roles, grant, policies).claims(),
                        new SessionProof(roles, grant, policies).claims(),
                        new TargetResourcesProof(template, intrinsics, roles, grant, policies).claims())
                .flatMap(List::stream)
                .toList();
    }
}
