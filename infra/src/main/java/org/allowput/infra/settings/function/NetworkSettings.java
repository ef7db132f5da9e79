package org.allowput.infra.settings.function;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allowput.infra.settings.reading.DefaultValue;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * How the function reaches AWS.
 *
 * @param subnets of a VPC; empty for none, so that the function is in Lambda's own
 * @param securityGroups of the function in the VPC
 * @param proxyUrl of an HTTP proxy; empty for none
 * @param noProxy hosts that are reached without the proxy, separated by commas
 * @param fips whether the endpoints are those that comply with FIPS 140
 * @param dualStack whether the endpoints are those with IPv6
 */
public record NetworkSettings(
        List<String> subnets,
        List<String> securityGroups,
        Optional<String> proxyUrl,
        Optional<String> noProxy,
        boolean fips,
        boolean dualStack) {
    public static NetworkSettings read(SettingsReader reader) {
        NetworkSettings network = new NetworkSettings(
                reader.value(
                        "subnetIds",
                        ids("subnet"),
                        new DefaultValue<>(List.of(), "none: no VPC"),
                        "The function's subnets in a [VPC](#networks)"),
                reader.value(
                        "securityGroupIds",
                        ids("sg"),
                        new DefaultValue<>(List.of(), "none"),
                        "The function's security groups"),
                reader.optional(
                        "proxyUrl",
                        matching("http://[A-Za-z0-9.-]+:[0-9]{1,5}", "http://HOST:PORT, without a password"),
                        "none",
                        "The HTTP proxy through which the function reaches AWS"),
                reader.optional(
                        "noProxy",
                        matching("[A-Za-z0-9.*-]+(,[A-Za-z0-9.*-]+)*", "host names, separated by commas")
                                .forExperts(),
                        "none",
                        "The hosts that the function reaches without the proxy, such as VPC endpoints"),
                reader.value("fips", SettingType.bool(), false, "Uses endpoints that comply with FIPS 140"),
                reader.value("dualStack", SettingType.bool().forExperts(), false, "Uses endpoints with IPv6"));
        reader.rejectUnknown();
        if (network.subnets().isEmpty() != network.securityGroups().isEmpty()) {
            reader.conflict("securityGroupIds", "only one of subnetIds and securityGroupIds", "both, or neither");
        }
        if (network.proxyUrl().isEmpty() && network.noProxy().isPresent()) {
            reader.conflict("noProxy", "a value without proxyUrl", "no value");
        }
        return network;
    }

    private static SettingType<List<String>> ids(String kind) {
        String expected = "ids such as " + kind + "-0123abcd, separated by commas";
        Pattern pattern = Pattern.compile(kind + "-[0-9a-f]{8,17}(," + kind + "-[0-9a-f]{8,17})*");
        return SettingType.string(expected, text -> {
            SettingType.require(pattern.matcher(text).matches(), expected);
            return List.of(text.split(","));
        });
    }

    private static SettingType<String> matching(String regex, String expected) {
        Pattern pattern = Pattern.compile(regex);
        return SettingType.string(expected, text -> {
            SettingType.require(pattern.matcher(text).matches(), expected);
            return text;
        });
    }

    public boolean isInVpc() {
        return !subnets.isEmpty();
    }
}
