package org.allowput.ops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allowput.ops.acceptance.AcceptanceOptions.MebibytesConverter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class AcceptanceOptionsTest {
    @Test
    void sizesAreReadInMebibytesAndGibibytes() {
        MebibytesConverter converter = new MebibytesConverter();

        assertThat(converter.convert("512MiB")).isEqualTo(512);
        assertThat(converter.convert("20GiB")).isEqualTo(20_480);
        assertThatThrownBy(() -> converter.convert("20"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("seen '20', expected a size such as 512MiB or 20GiB");
    }
}
