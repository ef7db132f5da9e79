package org.allowput.sandbox.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.allowput.emulator.local.Checkout;

/** Scripts of {@code bin} for operators in another folder, beside what this build has made: they build nothing. */
final class BuiltCommands {
    private BuiltCommands() {}

    static void copy(Path checkout, String... scripts) throws IOException {
        Path root = Checkout.current().root();
        Files.createDirectories(checkout.resolve("bin"));
        Files.createDirectories(checkout.resolve("build"));
        for (String script : Stream.concat(
                        Stream.of("build/common.sh", "build/find-tool"),
                        Stream.of(scripts).map("bin/"::concat))
                .toList()) {
            Files.copy(root.resolve(script), checkout.resolve(script));
        }
        Path target = Files.createDirectories(checkout.resolve("ops/commands/target"));
        for (String built : List.of("classes", "lib")) {
            Files.createSymbolicLink(
                    target.resolve(built), root.resolve("ops/commands/target").resolve(built));
        }
        Files.createFile(target.resolve("built"));
    }
}
