package org.allowput.infra.settings.function;

import java.util.Locale;

/** https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html */
public enum FunctionArchitecture {
    ARM64,
    X86_64;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
