package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.allowput.emulator.Account;
import org.allowput.emulator.local.Checkout;
import org.allowput.ops.aws.ServiceClients;
import org.allowput.ops.proof.Decision.Verdict;
import org.allowput.ops.proof.Proof;
import org.allowput.ops.proof.ProofReport;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.policy.template.Template;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;

/** A user who may do what {@code templates/reviewer-policy.json} allows, and nothing else. */
public record Reviewer(Account account) implements ServiceClients {
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
        String template = account.cloudFormation()
                .getTemplate(request -> request.stackName(stack))
                .templateBody();
        ResolvedTemplate resolved = new ResolvedTemplate(
                Template.parse(template), parameters, Optional.of(account.id()), Optional.of(Region.US_EAST_1.id()));
        ProofReport before = Proof.ofTemplate(resolved, List.of());
        ProofReport after = Proof.ofAccount(of(account), List.of(stack), List.of());

        assertThat(after.decisions()).isEqualTo(before.decisions()).isNotEmpty();
        assertThat(after.expected()).isEqualTo(before.expected());
        assertThat(after.decisions())
                .allSatisfy(decision ->
                        assertThat(decision.verdict()).as(decision.toString()).isEqualTo(Verdict.PROVEN));
        return after.decisions().stream()
                .map(decision -> decision.number() + ". " + decision.statement())
                .toList();
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
