package org.allowput.ops.cli;

import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a command ends with. */
public enum ExitStatus {
    OK(0, "Done; nothing to report."),
    FINDINGS(1, "Done; the output lists something that needs attention."),
    USAGE(2, "The command line is wrong: standard error says where."),
    NOT_DONE(3, "Not done: standard error says what is missing or wrong, and what to do."),
    AWS(4, "AWS could not be reached or refused a request: standard error says which and why."),
    /** 128 and the number of SIGINT, as shells report it. */
    INTERRUPTED(130, "Interrupted by Ctrl-C.");

    private final int code;
    private final String description;

    ExitStatus(int code, String description) {
        this.code = code;
        this.description = description;
    }

    public int code() {
        return code;
    }

    /** All of them by code, for help. */
    public static Map<String, String> descriptions() {
        return Stream.of(values())
                .collect(toMap(each -> "" + each.code, each -> each.description, (a, b) -> a, LinkedHashMap::new));
    }
}
