package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.allowput.infra.settings.TestSettings.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.function.NetworkSettings;
import org.allowput.infra.settings.function.QueueSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The settings {@code queue}, {@code pollers} and {@code network}: how the function is invoked, and what it reaches.
 */
class FunctionInputSettingsTest {
    @Test
    void messagesAreInvisibleForAsLongAsAnInvocationAndItsWindowTake() {
        assertThat(read(Map.of("function.timeoutSeconds", "60", "queue.batchWindowSeconds", "20"))
                        .get(QueueSettings.VISIBILITY_TIMEOUT))
                .isEqualTo(60 + 20 + 30);
        assertThat(errors(Map.of("function.timeoutSeconds", "60", "queue.visibilityTimeoutSeconds", "60")))
                .isEmpty();
        assertThat(errors(Map.of("function.timeoutSeconds", "60", "queue.visibilityTimeoutSeconds", "59")))
                .contains("replication.queue.visibilityTimeoutSeconds: seen 59, expected at least"
                        + " function.timeoutSeconds, 60");
    }

    @Test
    void lambdaChoosesThePollersIfNoneAreSet() {
        assertThat(QueueSettings.hasPollers(read(Map.of()))).isFalse();
        assertThat(QueueSettings.maximumPollers(read(Map.of("pollers.minimum", "7"))))
                .isEqualTo(200);
        assertThat(QueueSettings.minimumPollers(read(Map.of("pollers.maximum", "7"))))
                .isEqualTo(2);
    }

    @Test
    void pollersThatContradictEachOtherOrTheConcurrencyAreRefused() {
        assertThat(errors(Map.of("pollers.minimum", "8", "pollers.maximum", "7")))
                .contains("replication.pollers.minimum: seen 8, expected at most pollers.maximum, 7");
        assertThat(errors(Map.of("pollers.minimum", "8", "queue.functionConcurrency", "10")))
                .contains("replication.pollers.minimum: seen provisioned pollers and queue.functionConcurrency,"
                        + " expected one of them");
        assertThat(errors(Map.of("pollers.maximal", "8")))
                .contains("replication.pollers.maximal: there is no such setting; did you mean"
                        + " replication.pollers.maximum?");
    }

    @Test
    void aFunctionIsInANetworkIfItHasSubnets() {
        Settings network = read(Map.of(
                "network.subnetIds", "subnet-0123abcd,subnet-4567abcd", "network.securityGroupIds", "sg-0123abcd"));

        assertThat(NetworkSettings.isInVpc(network)).isTrue();
        assertThat(network.get(NetworkSettings.SUBNETS)).isEqualTo(List.of("subnet-0123abcd", "subnet-4567abcd"));
        assertThat(network.get(NetworkSettings.SECURITY_GROUPS)).isEqualTo(List.of("sg-0123abcd"));
        assertThat(NetworkSettings.isInVpc(read(Map.of()))).isFalse();
        assertThat(errors(Map.of("network.subnetIds", "subnet-0123abcd")))
                .contains("replication.network.securityGroupIds: seen only one of subnetIds and securityGroupIds,"
                        + " expected both, or neither");
    }

    @Test
    void hostsWithoutAProxyNeedAProxy() {
        Settings network = read(Map.of("network.proxyUrl", "http://proxy:3128", "network.noProxy", "a.b,*.c"));

        assertThat(network.get(NetworkSettings.PROXY_URL)).hasValue("http://proxy:3128");
        assertThat(network.get(NetworkSettings.NO_PROXY)).hasValue("a.b,*.c");
        assertThat(errors(Map.of("network.proxyUrl", "http://proxy:3128"))).isEmpty();
        assertThat(errors(Map.of("network.noProxy", "a.b")))
                .contains("replication.network.noProxy: seen a value without proxyUrl, expected no value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        subnetIds        | subnet-1                    | ids such as subnet-0123abcd
        subnetIds        | sg-0123abcd                 | ids such as subnet-0123abcd
        securityGroupIds | sg-0123abcd;sg-0123abce     | ids such as sg-0123abcd
        proxyUrl         | https://proxy:3128          | http://HOST:PORT, without a password
        proxyUrl         | http://user:secret@p:3128   | http://HOST:PORT, without a password
        noProxy          | a.b c.d                     | host names, separated by commas
        """)
    void malformedValuesOfTheNetworkAreRefused(String name, String value, String expected) {
        assertThat(errors(Map.of("network." + name, value)))
                .contains("replication.network." + name + ": seen", "expected " + expected);
    }
}
