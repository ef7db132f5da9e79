package org.allowput.ops.proof.template;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** A template has something that the proof does not understand, so that nothing can be said about it. */
public final class UnsupportedPolicyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** One thing that is not understood. */
    public UnsupportedPolicyException(String where, String seen, String expected) {
        super(where + ": " + seen + " is not modelled by the proof; expected " + expected);
    }

    private UnsupportedPolicyException(List<String> all) {
        super(String.join("\n", all));
    }

    /** Runs each reader, and then names all that they did not understand. */
    public static final class Collector {
        private final List<String> all = new ArrayList<>();

        /** Reads something, and goes on if it is not understood. */
        public void read(Runnable reader) {
            try {
                reader.run();
            } catch (UnsupportedPolicyException e) {
                for (String problem : String.valueOf(e.getMessage()).split("\n", -1)) {
                    if (!all.contains(problem)) {
                        all.add(problem);
                    }
                }
            }
        }

        /**
         * Ends the reading.
         *
         * @throws UnsupportedPolicyException if something was not understood
         */
        public void finish() {
            if (!all.isEmpty()) {
                throw new UnsupportedPolicyException(all);
            }
        }
    }
}
