package org.allowput.lambda.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeParams;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/**
 * The kinds of signature that the SDK chooses, kept for each operation on a bucket. The SDK chooses again for each
 * request, by evaluating all endpoint rules, which are evaluated once more for the endpoint.
 *
 * <p>For one client: what the choice depends on besides, as the Region, is the client's.
 */
public final class CachedAuthSchemes implements S3AuthSchemeProvider {
    private final S3AuthSchemeProvider provider = S3AuthSchemeProvider.defaultProvider();
    private final Map<Target, List<AuthSchemeOption>> chosen = new ConcurrentHashMap<>();

    private record Target(String operation, @Nullable String bucket) {}

    @Override
    public List<AuthSchemeOption> resolveAuthScheme(S3AuthSchemeParams request) {
        return chosen.computeIfAbsent(
                new Target(request.operation(), request.bucket()), target -> provider.resolveAuthScheme(request));
    }
}
