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
        assertThat(QueueSettings.visibilityTimeout(
                        read(Map.of("function.timeoutSeconds", "60", "queue.batchSize", "10"))))
                .isEqualTo(60 + 30);
        assertThat(QueueSettings.visibilityTimeout(
                        read(Map.of("function.timeoutSeconds", "60", "queue.batchSize", "11"))))
                .isEqualTo(60 + 1 + 30);
    }

    @Test
    void pollersThatContradictTheConcurrencyAreRefused() {
        assertThat(errors(Map.of("pollers.minimum", "8", "queue.functionConcurrency", "10")))
                .contains("replication.pollers.minimum: seen provisioned pollers and queue.functionConcurrency,"
                        + " expected one of them");
        assertThat(errors(Map.of("pollers.minimal", "8")))
                .contains("replication.pollers.minimal: there is no such setting; did you mean"
                        + " replication.pollers.minimum?");
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
