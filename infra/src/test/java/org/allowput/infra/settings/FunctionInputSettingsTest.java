package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.allowput.infra.settings.TestSettings.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings {@code queue} and {@code network}: how the function is invoked, and what it reaches. */
class FunctionInputSettingsTest {
    @Test
    void messagesAreInvisibleForAsLongAsAnInvocationAndItsWindowTake() {
        assertThat(visibilityTimeout(Map.of("function.timeoutSeconds", "60", "queue.batchSize", "10")))
                .isEqualTo(60 + 30);
        assertThat(visibilityTimeout(Map.of("function.timeoutSeconds", "60", "queue.batchSize", "11")))
                .isEqualTo(60 + 1 + 30);
    }

    private static int visibilityTimeout(Map<String, ?> options) {
        Settings settings = read(options);
        return settings.queue().visibilityTimeout(settings.function());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 10", "100, 100", "101, 100", "10000, 100"})
    void theObjectsOfABatchAreCopiedAtTheSameTimeUpToAHundred(String batch, int copies) {
        assertThat(read(Map.of("queue.batchSize", batch)).queue().concurrentCopies())
                .isEqualTo(copies);
    }

    @Test
    void aFunctionIsInANetworkIfItHasSubnets() {
        Settings network = read(Map.of(
                "network.subnetIds", "subnet-0123abcd,subnet-4567abcd", "network.securityGroupIds", "sg-0123abcd"));

        assertThat(network.network().isInVpc()).isTrue();
        assertThat(network.network().subnets()).isEqualTo(List.of("subnet-0123abcd", "subnet-4567abcd"));
        assertThat(network.network().securityGroups()).isEqualTo(List.of("sg-0123abcd"));
        assertThat(read(Map.of()).network().isInVpc()).isFalse();
        assertThat(errors(Map.of("network.subnetIds", "subnet-0123abcd")))
                .contains("replication.network.securityGroupIds: seen only one of subnetIds and securityGroupIds,"
                        + " expected both, or neither");
    }

    @Test
    void aProxyHasAnAddress() {
        assertThat(read(Map.of("network.proxyUrl", "http://proxy:3128"))
                        .network()
                        .proxyUrl())
                .hasValue("http://proxy:3128");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        subnetIds        | subnet-1                    | ids such as subnet-0123abcd
        subnetIds        | sg-0123abcd                 | ids such as subnet-0123abcd
        securityGroupIds | sg-0123abcd;sg-0123abce     | ids such as sg-0123abcd
        proxyUrl         | https://proxy:3128          | http://HOST:PORT, without a password
        proxyUrl         | http://user:secret@p:3128   | http://HOST:PORT, without a password
        """)
    void malformedValuesOfTheNetworkAreRefused(String name, String value, String expected) {
        assertThat(errors(Map.of("network." + name, value)))
                .contains("replication.network." + name + ": seen", "expected " + expected);
    }
}
