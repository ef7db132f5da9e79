package org.allowput.infra.settings.value;

import java.util.Locale;

/**
 * The instruction set of the function.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html">Instruction set architectures</a>
 */
public enum FunctionArchitecture {
    ARM64,
    X86_64;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
