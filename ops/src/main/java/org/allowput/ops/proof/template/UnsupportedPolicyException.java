package org.allowput.ops.proof.template;

import java.io.Serial;

/** A policy uses something that the proof does not model, so that nothing can be said about it. */
public final class UnsupportedPolicyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public UnsupportedPolicyException(String where, String seen, String expected) {
        super(where + ": " + seen + " is not modelled by the proof; expected " + expected);
    }
}
