package org.allowput.ops.acceptance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.ops.acceptance.deploy.Accounts;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.policy.Caller;
import org.allowput.policy.Effect;
import org.allowput.policy.Policy;
import org.allowput.policy.Request;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/**
 * What AWS itself answers about the policies of the role: a third witness beside the proof and the evaluator of this
 * repository.
 *
 * @param target the outputs of account A's stack, which has the default settings
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html">SimulateCustomPolicy</a>
 */
public record PolicyAnswers(Checks checks, Accounts accounts, StackOutputs target) {
    private static final String SAME = "the same decisions";
    private static final String NO_MORE = "PASS, and with s3:GetObject FAIL";

    /** Without a condition key, and with those of the role's Deny statements. */
    private static final List<Map<String, List<String>>> CONTEXTS = List.of(
            Map.of(),
            Map.of("s3:x-amz-server-side-encryption-customer-algorithm", List.of("AES256")),
            Map.of("s3:x-amz-server-side-encryption-aws-kms-key-id", List.of("another-key")));

    /** Asks for some requests that the role may send, and for those next to them. */
    public void run() {
        checks.onAwsOnly(
                "the policy simulator and this repository's evaluator decide requests of the role",
                SAME,
                "the emulator has no policy simulator",
                this::simulate);
        checks.onAwsOnly(
                "IAM Access Analyzer compares the role's policies with s3:PutObject on the bucket",
                NO_MORE,
                "the emulator has no IAM Access Analyzer",
                this::compare);
    }

    /** A second comparison has to fail: a service that finds nothing new in anything would show nothing. */
    private String compare() throws IOException {
        String granted = document(List.of(allow("s3:PutObject")));
        List<Object> statements = new ArrayList<>();
        for (String document : documents()) {
            Object of = JSON.std.mapFrom(document).get("Statement");
            statements.addAll(of instanceof List<?> list ? list : List.of(of));
        }
        AccessAnalyzer analyzer = AccessAnalyzer.of(accounts);
        String role = analyzer.checkNoNewAccess(granted, document(statements));
        statements.add(allow("s3:GetObject"));
        return role + ", and with s3:GetObject " + analyzer.checkNoNewAccess(granted, document(statements));
    }

    private Map<String, Object> allow(String action) {
        return Map.of("Effect", "Allow", "Action", action, "Resource", objects("*"));
    }

    private static String document(List<?> statements) throws IOException {
        return JSON.std.asString(Map.of("Version", "2012-10-17", "Statement", statements));
    }

    private String simulate() {
        List<String> documents = documents();
        Policy policy = new Policy(documents.stream()
                .flatMap(document -> Policy.parse(document).statements().stream())
                .toList());
        Caller role = Caller.Principal.of(target.get(StackOutput.ROLE_ARN));
        List<String> different = new ArrayList<>();
        for (String action : List.of("s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl")) {
            for (String resource : List.of(objects("key"), "arn:" + accounts.partition() + ":s3:::another/key")) {
                for (Map<String, List<String>> context : CONTEXTS) {
                    Effect expected = policy.effectOn(new Request(action, resource, role, context));
                    if (simulated(documents, action, resource, context) != expected) {
                        different.add(action + " with " + context.keySet());
                    }
                }
            }
        }
        return different.isEmpty() ? SAME : "other decisions: " + String.join(", ", different);
    }

    private Effect simulated(
            List<String> documents, String action, String resource, Map<String, List<String>> context) {
        PolicyEvaluationDecisionType decision = iam().simulateCustomPolicy(request -> request.policyInputList(documents)
                        .actionNames(action)
                        .resourceArns(resource)
                        .contextEntries(context.entrySet().stream()
                                .map(entry -> ContextEntry.builder()
                                        .contextKeyName(entry.getKey())
                                        .contextKeyValues(entry.getValue())
                                        .contextKeyType(ContextKeyTypeEnum.STRING)
                                        .build())
                                .toList()))
                .evaluationResults()
                .getFirst()
                .evalDecision();
        return switch (decision) {
            case ALLOWED -> Effect.ALLOW;
            case EXPLICIT_DENY -> Effect.DENY;
            case IMPLICIT_DENY, UNKNOWN_TO_SDK_VERSION -> Effect.NONE;
        };
    }

    /** The inline policies of the role, which has no others. */
    private List<String> documents() {
        String arn = target.get(StackOutput.ROLE_ARN);
        String role = arn.substring(arn.lastIndexOf('/') + 1);
        return iam().listRolePolicies(request -> request.roleName(role)).policyNames().stream()
                .map(name -> iam().getRolePolicy(
                                request -> request.roleName(role).policyName(name))
                        .policyDocument())
                .map(document -> URLDecoder.decode(document, UTF_8))
                .toList();
    }

    private String objects(String key) {
        return "arn:" + accounts.partition() + ":s3:::" + target.get(StackOutput.TARGET_BUCKET_NAME) + "/" + key;
    }

    private IamClient iam() {
        return accounts.target().iam();
    }
}
