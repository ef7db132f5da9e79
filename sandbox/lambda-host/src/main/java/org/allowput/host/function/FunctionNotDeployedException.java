package org.allowput.host.function;

import java.io.Serial;

/** There is no function, or no version or alias of it, under the name that was asked for. */
public final class FunctionNotDeployedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public FunctionNotDeployedException(String message) {
        super(message);
    }
}
