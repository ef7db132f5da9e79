package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.allowput.infra.settings.Settings.FunctionArchitecture;
import org.junit.jupiter.api.Test;

class FunctionZipsTest {
    @Test
    void theComparisonHasTheDatabaseOfItsArchitecture() {
        FunctionZips zips = FunctionZips.of("function.zip", "arm64.zip", "x86_64.zip");

        for (FunctionArchitecture architecture : FunctionArchitecture.values()) {
            assertThat(zips.reconciliation(architecture)).isEqualTo(Path.of(architecture + ".zip"));
        }
    }
}
