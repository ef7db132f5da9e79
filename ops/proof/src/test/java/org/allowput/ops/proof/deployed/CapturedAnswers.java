package org.allowput.ops.proof.deployed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.aws.ServiceClients;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;

/** AWS, as it answered: the answers of {@code answers.txt}, some of them exchanged. */
final class CapturedAnswers implements SdkHttpClient, ServiceClients, ExecutionInterceptor {
    private static final Pattern POLICY = Pattern.compile("(?<=Document>)\\{.*?(?=</)");

    private final Map<String, String> answers = new HashMap<>();
    private final SortedSet<String> requests = new TreeSet<>();
    private String request = "";

    CapturedAnswers() {
        try {
            Arrays.stream(Files.readString(Path.of("src", "test", "resources", "proof", "answers.txt"))
                            .split("(?m)^== ", -1))
                    .skip(1)
                    .forEach(part -> answers.put(
                            part.lines().findFirst().orElseThrow(), part.substring(part.indexOf('\n') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CapturedAnswers with(String request, String answer) {
        answers.put(request, answer);
        return this;
    }

    CapturedAnswers replacing(String request, String before, String after) {
        return with(
                request, Objects.requireNonNull(answers.get(request), request).replace(before, after));
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest ignored) {
        String answer = Objects.requireNonNull(answers.get(request), request);
        boolean refused = answer.startsWith("404 ");
        String body = refused
                ? (request.startsWith("S3Control:") ? "<ErrorResponse>%s</ErrorResponse>" : "%s")
                        .formatted("<Error><Code>" + answer.strip().substring(4) + "</Code></Error>")
                // IAM encodes policies: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyDetail.html
                : POLICY.matcher(answer)
                        .replaceAll(match -> Matcher.quoteReplacement(
                                URLEncoder.encode(match.group(), UTF_8).replace("+", "%20")));
        HttpExecuteResponse response = HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(refused ? 404 : 200)
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(UTF_8))))
                .build();
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return response;
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        request = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME) + ":"
                + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        requests.add(request);
    }

    /** Services and operations that were asked. */
    SortedSet<String> requests() {
        return requests;
    }

    @Override
    public Region region() {
        return Region.US_EAST_1;
    }

    @Override
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        return builder.overrideConfiguration(client -> client.addExecutionInterceptor(this))
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .endpointOverride(URI.create("http://captured"))
                .httpClient(this);
    }

    @Override
    public void close() {}
}
