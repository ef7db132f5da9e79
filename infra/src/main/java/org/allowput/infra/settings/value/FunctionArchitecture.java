package org.allowput.infra.settings.value;

import java.util.Locale;
import org.allowput.infra.settings.reading.SettingType;

/**
 * The instruction set of the function.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html">Instruction set architectures</a>
 */
public enum FunctionArchitecture {
    ARM64,
    X86_64;

    public static final SettingType<FunctionArchitecture> TYPE = SettingType.enumeration(FunctionArchitecture.class);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
