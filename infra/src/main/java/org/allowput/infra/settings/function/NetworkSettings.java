package org.allowput.infra.settings.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of how the functions reach AWS. The SDK reads HTTP_PROXY for a proxy that it connects to by HTTP, for
 * endpoints of both kinds, and HTTPS_PROXY only where the code says that the proxy itself speaks TLS.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html">Variables for endpoints</a>
 * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-config-proxy-support.html">
 *     Variables for a proxy</a>
 */
public record NetworkSettings(
        Optional<String> subnetIds, Optional<String> securityGroupIds, Optional<String> proxyUrl, boolean fips) {
    public List<String> subnets() {
        return listed(subnetIds);
    }

    public List<String> securityGroups() {
        return listed(securityGroupIds);
    }

    public boolean isInVpc() {
        return subnetIds.isPresent();
    }

    /** The environment variables that the SDK reads. */
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        proxyUrl.ifPresent(url -> variables.put("HTTP_PROXY", url));
        if (fips) {
            variables.put("AWS_USE_FIPS_ENDPOINT", "true");
        }
        return variables;
    }

    private static List<String> listed(Optional<String> withCommas) {
        return withCommas.map(all -> List.of(all.split(","))).orElse(List.of());
    }
}
