package org.allowput.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Python program that emulates AWS: what it needs, and how it is started so that it is reachable from here only. */
sealed interface EmulatorProgram permits Ministack, Localstack {
    /** The Python that it runs on. */
    Tool python();

    /**
     * The file, in the folder {@code sandbox} of the checkout, that names its packages and the hashes of their files.
     */
    String requirements();

    /** Python statements, each with its semicolon, that run before its module. */
    default String prelude() {
        return "";
    }

    /** Its module, and the arguments that the module is run with. */
    List<String> module(Emulator.Address address);

    /** The variables that set it up, the folder being its own. */
    Map<String, String> environment(Path stateDirectory, Emulator.Address address);

    /** The path that answers 200 when it is ready. */
    String health();
}
