package org.allowput.sandbox.host.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuntimeClientKindTest {
    @AfterEach
    void clearProperty() {
        System.clearProperty(RuntimeClientKind.PROPERTY);
    }

    @Test
    void awsClientRunsOnLinuxAndThePortableOneOnOtherSystems() {
        assertThat(RuntimeClientKind.of("Linux")).isEqualTo(RuntimeClientKind.AWS);
        assertThat(List.of("Mac OS X", "FreeBSD", "Windows 11"))
                .allSatisfy(system -> assertThat(RuntimeClientKind.of(system)).isEqualTo(RuntimeClientKind.PORTABLE));
        assertThat(RuntimeClientKind.current()).isEqualTo(RuntimeClientKind.of(System.getProperty("os.name")));
    }

    @Test
    void thePropertyChoosesTheClientOnAnySystem() {
        for (RuntimeClientKind kind : RuntimeClientKind.values()) {
            System.setProperty(RuntimeClientKind.PROPERTY, kind.toString());

            assertThat(RuntimeClientKind.current()).isEqualTo(kind);
        }
    }

    @Test
    void aPropertyThatNamesNoClientIsRefused() {
        System.setProperty(RuntimeClientKind.PROPERTY, "native");

        assertThatIllegalArgumentException()
                .isThrownBy(RuntimeClientKind::current)
                .withMessage("lambda-host.runtime-client is native; expected one of aws, portable");
    }
}
