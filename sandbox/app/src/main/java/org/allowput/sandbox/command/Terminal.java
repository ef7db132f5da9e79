package org.allowput.sandbox.command;

import java.util.Map;

/**
 * What is at the other end of the output. {@code bin/sandbox} knows whether it is a terminal, and says so by the system
 * property {@code sandbox.terminal}; without a word it is none.
 *
 * @param redraws whether lines can be written over
 * @param colours whether colours and bold type are wanted
 */
record Terminal(boolean redraws, boolean colours) {
    static Terminal current() {
        return of(Boolean.getBoolean("sandbox.terminal"), System.getenv());
    }

    /** See <a href="https://no-color.org">no-color.org</a>: any value of NO_COLOR but the empty one. */
    static Terminal of(boolean isTerminal, Map<String, String> environment) {
        boolean capable = isTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                capable, capable && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }
}
