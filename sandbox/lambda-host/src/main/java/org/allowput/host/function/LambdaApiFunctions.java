package org.allowput.host.function;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;

/**
 * What the Lambda API says is deployed: that is, what CloudFormation deployed, never what was built.
 *
 * <p>{@code $LATEST} and aliases are looked up every time. A published version cannot change, and is looked up again
 * only after a second: the emulator may have been restarted, and counts from 1 then.
 */
public final class LambdaApiFunctions implements DeployedFunctions {
    private static final Duration CACHE_TIME = Duration.ofSeconds(1);

    private record CachedFunction(DeployedFunction function, long atNanos) {}

    private final LambdaClient lambda;
    private final SdkHttpClient http;
    private final String name;
    private final Map<String, CachedFunction> published = new ConcurrentHashMap<>();

    /**
     * Reads function {@code name}.
     *
     * @param lambda as an administrator of the function's account
     * @param http for the download of code; must trust the endpoint's certificate. Neither is closed here
     */
    public LambdaApiFunctions(LambdaClient lambda, SdkHttpClient http, String name) {
        this.lambda = lambda;
        this.http = http;
        this.name = name;
    }

    @Override
    public DeployedFunction find(String qualifier) {
        CachedFunction cached = published.get(qualifier);
        if (cached != null && System.nanoTime() - cached.atNanos() < CACHE_TIME.toNanos()) {
            return cached.function();
        }
        DeployedFunction found = request(qualifier);
        if (qualifier.equals(found.version()) && !qualifier.equals(DeployedFunction.LATEST)) {
            published.put(qualifier, new CachedFunction(found, System.nanoTime()));
        }
        return found;
    }

    /** The name of the log group that the function writes to. */
    public String logGroup() {
        LoggingConfig logging = lambda.getFunctionConfiguration(request -> request.functionName(name))
                .loggingConfig();
        return logging == null || logging.logGroup() == null ? "/aws/lambda/" + name : logging.logGroup();
    }

    private DeployedFunction request(String qualifier) {
        try {
            return deployed(lambda.getFunctionConfiguration(
                    request -> request.functionName(name).qualifier(qualifier)));
        } catch (ResourceNotFoundException e) {
            throw new FunctionNotDeployedException("Function not found: " + name + ":" + qualifier
                    + ". Is it deployed, and does it have that version or alias?");
        }
    }

    private static DeployedFunction deployed(GetFunctionConfigurationResponse function) {
        boolean snapStart = function.snapStart() != null
                && function.snapStart().optimizationStatus() == SnapStartOptimizationStatus.ON;
        return new DeployedFunction(
                function.functionName(),
                function.functionArn(),
                function.version(),
                function.revisionId(),
                function.handler(),
                function.role(),
                Optional.ofNullable(function.environment())
                        .map(EnvironmentResponse::variables)
                        .orElse(Map.of()),
                function.memorySize(),
                Duration.ofSeconds(function.timeout()),
                function.codeSha256(),
                snapStart ? InitializationType.SNAP_START : InitializationType.ON_DEMAND);
    }

    @Override
    public byte[] code(DeployedFunction function) throws IOException {
        URI location = atEndpoint(URI.create(
                lambda.getFunction(request -> request.functionName(name).qualifier(function.version()))
                        .code()
                        .location()));
        SdkHttpRequest request =
                SdkHttpRequest.builder().uri(location).method(SdkHttpMethod.GET).build();
        HttpExecuteResponse response = http.prepareRequest(
                        HttpExecuteRequest.builder().request(request).build())
                .call();
        try (AbortableInputStream body = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
            if (!response.httpResponse().isSuccessful()) {
                throw new IOException("The code of " + function.name() + ":" + function.version()
                        + " cannot be downloaded: status "
                        + response.httpResponse().statusCode());
            }
            return body.readAllBytes();
        }
    }

    /** The emulator names its own host, and http also where it speaks TLS only. */
    private URI atEndpoint(URI location) {
        return lambda.serviceClientConfiguration()
                .endpointOverride()
                .map(endpoint -> endpoint.resolve(location.getRawPath() + "?" + location.getRawQuery()))
                .orElse(location);
    }
}
