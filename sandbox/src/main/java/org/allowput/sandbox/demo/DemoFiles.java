package org.allowput.sandbox.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.sandbox.SandboxException;

/** The files that a demo uploads. */
public final class DemoFiles {
    private static final Set<String> LEFT_OUT = Set.of(".git", ".sandbox", "cdk.out", "node_modules", "target");

    private DemoFiles() {}

    /** The files that git knows in that folder; all files, without what builds and tools make, where git knows none. */
    public static List<Path> of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SandboxException(folder + " is not a folder: name one whose files the demo is to upload.");
        }
        var files = tracked(folder);
        if (files.isEmpty()) {
            files = walked(folder);
        }
        if (files.isEmpty()) {
            throw new SandboxException("There is no file in " + folder + " to upload: name another folder.");
        }
        return files;
    }

    private static List<Path> tracked(Path folder) {
        List<String> lines = new ArrayList<>();
        try {
            var status = new ExternalCommand(
                            folder, "git", "-c", "core.quotePath=false", "-c", "safe.directory=*", "ls-files")
                    .run(lines::add);
            return status != 0
                    ? List.of()
                    : lines.stream()
                            .map(folder::resolve)
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList();
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }

    private static List<Path> walked(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !isLeftOut(folder.relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLeftOut(Path relative) {
        for (var name : relative) {
            if (LEFT_OUT.contains(name.toString())) {
                return true;
            }
        }
        return false;
    }
}
