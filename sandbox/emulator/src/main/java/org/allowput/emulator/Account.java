package org.allowput.emulator;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * One of the two accounts, seen as one caller: the account's administrator unless {@link #as} says otherwise. It is one
 * of an emulator, or of AWS. The clients of one emulator share their connections, which end with it; they need not be
 * closed.
 */
public final class Account {
    /**
     * The emulator takes twelve digits as the access key of that account's administrator and does not check its
     * signature.
     */
    public static final String ADMINISTRATOR_SECRET = "test";

    private final String id;
    private final Optional<URI> endpoint;
    private final Region region;
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;

    /**
     * A caller of an account.
     *
     * @param endpoint of an emulator; empty for AWS
     */
    public Account(
            String id, Optional<URI> endpoint, Region region, SdkHttpClient http, AwsCredentialsProvider credentials) {
        this.id = id;
        this.endpoint = endpoint;
        this.region = region;
        this.http = http;
        this.credentials = credentials;
    }

    static Account administrator(String id, URI endpoint, Region region, SdkHttpClient http) {
        return new Account(
                id,
                Optional.of(endpoint),
                region,
                http,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(id, ADMINISTRATOR_SECRET)));
    }

    /** The same account, endpoint and region, as another caller: a role's session or another principal. */
    public Account as(AwsCredentialsProvider caller) {
        return new Account(id, endpoint, region, http, caller);
    }

    /** The same account and caller at another endpoint. */
    public Account at(URI otherEndpoint) {
        return new Account(id, Optional.of(otherEndpoint), region, http, credentials);
    }

    /** Twelve digits. */
    public String id() {
        return id;
    }

    public Region region() {
        return region;
    }

    /**
     * The emulator's one endpoint.
     *
     * @throws java.util.NoSuchElementException for AWS, which has one for each service
     */
    public URI endpoint() {
        return endpoint.orElseThrow();
    }

    public AwsCredentialsProvider credentials() {
        return credentials;
    }

    public S3Client s3() {
        return configure(S3Client.builder())
                .forcePathStyle(endpoint.isPresent())
                .build();
    }

    public SqsClient sqs() {
        return configure(SqsClient.builder()).build();
    }

    public StsClient sts() {
        return configure(StsClient.builder()).build();
    }

    public IamClient iam() {
        return configure(IamClient.builder()).build();
    }

    public LambdaClient lambda() {
        return configure(LambdaClient.builder()).build();
    }

    public SfnClient stepFunctions() {
        return configure(SfnClient.builder()).build();
    }

    public CloudFormationClient cloudFormation() {
        return configure(CloudFormationClient.builder()).build();
    }

    /** Endpoint, Region, credentials and connections for a client that has no method here. */
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region).httpClient(http).credentialsProvider(credentials);
    }

    @Override
    public String toString() {
        return "account " + id + endpoint.map(address -> " at " + address).orElse("");
    }
}
