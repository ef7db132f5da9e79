package org.allowput.emulator;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.emulator.local.Tool;

/** A Python program that emulates AWS: what it needs, and how it is started so that it is reachable from here only. */
public interface EmulatorProgram {
    /** The Python that it runs on. */
    Tool python();

    /**
     * The file, in the folder {@code emulator} of the checkout, that names its packages and the hashes of their files.
     */
    String requirements();

    /** Python statements that run before its module. */
    default String prelude() {
        return "";
    }

    /** Its module, and the arguments that the module is run with. */
    List<String> module(EmulatorAddress address);

    /** The variables that set it up, the folder being its own. */
    Map<String, String> environment(Path stateDirectory, EmulatorAddress address);

    /** The path that answers 200 when it is ready. */
    String health();
}
