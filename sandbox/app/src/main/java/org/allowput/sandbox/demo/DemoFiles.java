package org.allowput.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.Unchecked;
import org.allowput.ops.cli.EscapedText;

/** The files that a demo uploads. */
public final class DemoFiles {
    private static final Set<String> LEFT_OUT = Set.of(".git", ".sandbox", "cdk.out", "node_modules", "target");

    /** What the keys of a demo begin with has so many bytes, such as {@code demo-20260131T172501Z/}. */
    private static final int PREFIX_BYTES = 22;

    /** See <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">Naming objects</a>. */
    private static final int LONGEST_KEY = 1024;

    private static final int LONGEST_SHOWN = 60;

    private DemoFiles() {}

    /** The key of a file, without the prefix of the demo. */
    static String relativeKey(Path folder, Path file) {
        return folder.relativize(file).toString().replace(File.separatorChar, '/');
    }

    /** @throws SetupException if S3 would refuse the key of a file as too long */
    private static void requireKeysFit(Path folder, List<Path> files) {
        List<String> tooLong = files.stream()
                .map(file -> relativeKey(folder, file))
                .filter(key -> keyBytes(key) > LONGEST_KEY)
                .toList();
        if (!tooLong.isEmpty()) {
            String first = tooLong.getFirst();
            throw new SetupException(String.format(
                    Locale.ROOT,
                    "%d of %d files would have a key longer than the 1,024 bytes that S3 allows, the first of them %s"
                            + " (%,d bytes with demo-TIME/ before it): rename them, or choose another folder.",
                    tooLong.size(),
                    files.size(),
                    EscapedText.shortened(first, LONGEST_SHOWN),
                    keyBytes(first)));
        }
    }

    private static int keyBytes(String relativeKey) {
        return PREFIX_BYTES + relativeKey.getBytes(UTF_8).length;
    }

    /**
     * The files that git knows in that folder; all files, without what builds and tools make, where git knows none.
     *
     * @throws SetupException if there is no such file, or one that S3 would refuse for its key
     */
    public static List<Path> of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SetupException(folder + " is not a folder: name one whose files the demo is to upload.");
        }
        List<Path> files = tracked(folder);
        if (files.isEmpty()) {
            files = walked(folder);
        }
        if (files.isEmpty()) {
            throw new SetupException("There is no file in " + folder + " to upload: name another folder.");
        }
        requireKeysFit(folder, files);
        return files;
    }

    private static List<Path> tracked(Path folder) {
        List<String> lines = new ArrayList<>();
        try {
            int status = new ExternalCommand(
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
        return Unchecked.get(() -> {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile)
                        .filter(file -> !isLeftOut(folder.relativize(file)))
                        .sorted()
                        .toList();
            }
        });
    }

    private static boolean isLeftOut(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .anyMatch(LEFT_OUT::contains);
    }
}
