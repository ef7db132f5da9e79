package org.allowput.emulator.proxy;

import java.io.IOException;

final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String code) {
        super(code);
        this.status = status;
    }

    int status() {
        return status;
    }
}
