package org.allowput.sandbox.deployed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.Checkout;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.Proof;
import org.allowput.ops.proof.ProofReport;
import org.allowput.sandbox.EmulatorPermissions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.s3.S3Client;

/** A user who may do what {@code templates/reviewer-policy.json} allows, and nothing else. */
public record Reviewer(Account account) implements ServiceClients {
    private static final String EMULATOR = "Emulator";
    private static final Set<Object> EMPTY = Set.of("", List.of(), List.of(""));

    /** The clients of an account's reviewer. */
    public static ServiceClients of(Account account) throws IOException {
        IamClient iam = account.iam();
        String name = "reviewer-" + UUID.randomUUID();
        iam.createUser(request -> request.userName(name));
        String policy = Files.readString(Checkout.current().root().resolve("templates/reviewer-policy.json"));
        iam.putUserPolicy(request -> request.userName(name).policyName("Review").policyDocument(policy));
        AccessKey key = iam.createAccessKey(request -> request.userName(name)).accessKey();
        return new Reviewer(account.as(StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))));
    }

    /**
     * The statements about a deployed stack, all of which must be proven, and be those about its template before the
     * deployment.
     */
    public static List<String> proven(Account account, String stack) throws IOException {
        Stack deployed = account.cloudFormation()
                .describeStacks(request -> request.stackName(stack))
                .stacks()
                .getFirst();
        Map<String, String> parameters = new TreeMap<>();
        deployed.parameters().stream()
                // A secret one.
                .filter(parameter -> !parameter.parameterValue().startsWith("***"))
                .forEach(parameter -> parameters.put(parameter.parameterKey(), parameter.parameterValue()));
        parameters.remove("BootstrapVersion");
        ProofReport before = Proof.ofTemplate(
                account.cloudFormation()
                        .getTemplate(request -> request.stackName(stack))
                        .templateBody(),
                parameters,
                Optional.of(account.id()),
                Optional.of(Region.US_EAST_1.id()),
                Optional.empty());
        removeEmptyPrincipals(account);
        ProofReport after = withoutEmulatorPermissions(account, () -> Proof.ofStack(of(account), List.of(stack)));

        assertThat(after.decisions()).isEqualTo(before.decisions()).isNotEmpty();
        assertThat(after.believed()).isEqualTo(before.believed());
        assertThat(after.decisions())
                .allSatisfy(decision ->
                        assertThat(decision.verdict()).as(decision.toString()).isEqualTo(Verdict.PROVEN));
        return after.decisions().stream()
                .map(decision -> decision.number() + ". " + decision.statement())
                .toList();
    }

    /**
     * Of the CDK's bootstrap roles: where they trust no further accounts, the emulator's CloudFormation leaves a
     * statement without a principal, which AWS would refuse.
     */
    private static void removeEmptyPrincipals(Account account) throws IOException {
        for (Role role : account.iam().listRoles().roles()) {
            Map<String, Object> policy = JSON.std.mapFrom(URLDecoder.decode(role.assumeRolePolicyDocument(), UTF_8));
            List<?> statements = policy.get("Statement") instanceof List<?> list ? list : List.of();
            List<?> trusting = statements.stream()
                    .filter(statement -> !(statement instanceof Map<?, ?> map
                            && map.get("Principal") instanceof Map<?, ?> principal
                            && principal.containsKey("AWS")
                            && EMPTY.contains(principal.get("AWS"))))
                    .toList();
            if (trusting.size() < statements.size()) {
                policy.put("Statement", trusting);
                String document = JSON.std.asString(policy);
                account.iam()
                        .updateAssumeRolePolicy(
                                request -> request.roleName(role.roleName()).policyDocument(document));
            }
        }
    }

    /** What only the emulator asks for is not of the stack: see {@link EmulatorPermissions}. */
    private static ProofReport withoutEmulatorPermissions(Account account, Callable<ProofReport> proof)
            throws IOException {
        Map<String, String> removed = new TreeMap<>();
        account.iam().listRolesPaginator().roles().forEach(role -> {
            String name = role.roleName();
            if (account.iam()
                    .listRolePolicies(request -> request.roleName(name))
                    .policyNames()
                    .contains(EMULATOR)) {
                String document = account.iam()
                        .getRolePolicy(request -> request.roleName(name).policyName(EMULATOR))
                        .policyDocument();
                removed.put(name, URLDecoder.decode(document, UTF_8));
                account.iam().deleteRolePolicy(request -> request.roleName(name).policyName(EMULATOR));
            }
        });
        try {
            return proof.call();
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            removed.forEach((name, document) -> account.iam()
                    .putRolePolicy(request ->
                            request.roleName(name).policyName(EMULATOR).policyDocument(document)));
        }
    }

    @Override
    public Region region() {
        return Region.US_EAST_1;
    }

    @Override
    public S3Client crossRegionS3() {
        return account.s3();
    }

    @Override
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        return account.configure(builder);
    }
}
