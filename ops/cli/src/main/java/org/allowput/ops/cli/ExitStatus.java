package org.allowput.ops.cli;

/** The exit code of a command. {@code help/common.properties} says what each means, for help. */
public enum ExitStatus {
    OK(0),
    FINDINGS(1),
    USAGE(2),
    NOT_DONE(3),
    AWS(4);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
