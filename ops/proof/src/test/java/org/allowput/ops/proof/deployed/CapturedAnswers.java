package org.allowput.ops.proof.deployed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.ops.aws.ServiceClients;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
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
    /** Answers that come before those: each once. */
    private final Map<String, Deque<String>> before = new HashMap<>();
    /** The Regions in which each was asked. */
    private final SortedMap<String, String> requests = new TreeMap<>();

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

    /** Answers once so, before the others. */
    CapturedAnswers before(String request, String answer) {
        before.computeIfAbsent(request, each -> new ArrayDeque<>()).add(answer);
        return this;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest ignored) {
        String once = before.getOrDefault(request, new ArrayDeque<>()).pollFirst();
        String answer = once == null ? Objects.requireNonNull(answers.get(request), request) : once;
        boolean refused = answer.matches("\\d{3} \\w+\\s*");
        String body = refused
                ? (request.matches("(S3Control|Iam):.*") ? "<ErrorResponse>%s</ErrorResponse>" : "%s")
                        .formatted("<Error><Code>" + answer.strip().substring(4) + "</Code></Error>")
                // IAM encodes policies: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyDetail.html
                : POLICY.matcher(answer)
                        .replaceAll(match -> Matcher.quoteReplacement(
                                URLEncoder.encode(match.group(), UTF_8).replace("+", "%20")));
        HttpExecuteResponse response = HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(refused ? Integer.parseInt(answer.substring(0, 3)) : 200)
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
        requests.put(
                request,
                attributes.getAttribute(AwsExecutionAttribute.AWS_REGION).id());
    }

    /** Services and operations that were asked, with the Region of the last request. */
    SortedMap<String, String> requests() {
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
