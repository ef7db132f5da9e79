package org.allowput.ops.where;

import org.allowput.contract.FailureCause;
import org.allowput.ops.cli.ShellWord;

/**
 * What to type or to read next.
 *
 * @param options by which the deployment was found
 */
record Next(String key, String options) {
    String settings() {
        return "nothing, unless it is to be copied: docs/settings.md#key-rules";
    }

    String lookAgain() {
        return "wait; then bin/where%s%s %s".formatted(options, key.startsWith("-") ? " --" : "", ShellWord.of(key));
    }

    String outcome() {
        return "docs/nothing-arrives.md#3-what-did-the-function-do-with-the-object";
    }

    String status() {
        return "wait; bin/status%s shows whether messages are taken".formatted(options);
    }

    String redrive(String messageId) {
        return "remove the cause (docs/operations.md#dead-letters), then bin/redrive%s --only %s"
                .formatted(options, ShellWord.of(messageId));
    }

    String resume() {
        return "bin/resume" + options;
    }

    /** By hand, as no message is left that does it. */
    String copy() {
        return "bin/event%s --key=%s > event.json, and invoke the function with it: docs/commands.md#event"
                .formatted(options, ShellWord.of(key));
    }

    String cause(String cause) {
        String section = cause.equals(FailureCause.ACCESS_DENIED.label())
                ? "access-denied"
                : cause.equals(FailureCause.ASSUME_ROLE_DENIED.label()) ? "assume-role-denied" : "dead-letters";
        return "docs/operations.md#%s; it is tried again".formatted(section);
    }
}
