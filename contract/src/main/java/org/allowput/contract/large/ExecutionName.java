package org.allowput.contract.large;

import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.object.Sha256;

/**
 * The name of a workflow's execution. Events that ask for the same copy have the same name, so that one execution makes
 * it: a name can be used once within 90 days.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">
 *     StartExecution</a>: at most 80 characters, without white space, brackets, wildcards and special characters
 */
public final class ExecutionName {
    /** With a hyphen and the 64 characters of a hash, 80. */
    private static final int LONGEST_READABLE = 15;

    private ExecutionName() {}

    public static String arn(String stateMachine, String name) {
        return stateMachine.replace(":stateMachine:", ":execution:") + ":" + name;
    }

    /** The end of the key, as far as a name may have its characters, and a hash of key, version and attempt. */
    public static String of(ChangeEvent event, String version) {
        String readable = event.key().replaceAll("[^A-Za-z0-9._-]", "_");
        String end = readable.substring(Math.max(0, readable.length() - LONGEST_READABLE));
        return end + "-" + Sha256.hexadecimal(String.join("\n", event.key(), version, event.request()));
    }
}
