package org.allowput.infra.settings.function;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.reading.Setting;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsGroup;
import org.allowput.infra.settings.reading.Values;

/**
 * How the functions reach AWS. The SDK reads HTTP_PROXY for a proxy that it connects to by HTTP, for endpoints of both
 * kinds, and HTTPS_PROXY only where the code says that the proxy itself speaks TLS.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html">Variables for endpoints</a>
 * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-config-proxy-support.html">
 *     Variables for a proxy</a>
 */
public final class NetworkSettings {
    public static final SettingsGroup GROUP = new SettingsGroup("network");

    public static final Setting<List<String>> SUBNETS = GROUP.setting("subnetIds", ids("subnet"))
            .byDefault(others -> List.of(), "none: no VPC", "The function's subnets in a [VPC](#networks)");
    public static final Setting<List<String>> SECURITY_GROUPS = GROUP.setting("securityGroupIds", ids("sg"))
            .byDefault(others -> List.of(), "none", "The function's security groups");
    public static final Setting<Optional<String>> PROXY_URL = GROUP.setting(
                    "proxyUrl",
                    SettingType.matching("http://[A-Za-z0-9.-]+:[0-9]{1,5}", "http://HOST:PORT, without a password"))
            .variable("HTTP_PROXY")
            .optional("none", "The HTTP proxy through which the function reaches AWS");
    public static final Setting<Boolean> FIPS = GROUP.setting("fips", SettingType.bool())
            .variable("AWS_USE_FIPS_ENDPOINT")
            .byDefault(false, "Uses endpoints that comply with FIPS 140");

    private NetworkSettings() {}

    private static SettingType<List<String>> ids(String kind) {
        return SettingType.matching(
                "%1$s-[0-9a-f]{8,17}(,%1$s-[0-9a-f]{8,17})*".formatted(kind),
                "ids such as " + kind + "-0123abcd, separated by commas",
                text -> List.of(text.split(",")));
    }

    public static boolean isInVpc(Values values) {
        return !values.get(SUBNETS).isEmpty();
    }
}
