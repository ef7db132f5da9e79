package org.allowput.infra.settings.function;

import java.util.Optional;

public record LambdaSettings(
        FunctionArchitecture architecture,
        boolean snapStart,
        int memoryMiB,
        int timeoutSeconds,
        Optional<Integer> reservedConcurrency) {}
