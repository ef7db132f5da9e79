package org.allowput.sandbox.deployed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every secret that was handed out, and where it must not be. */
public final class Secrets {
    private static final Pattern IN_STS_ANSWER =
            Pattern.compile("<(?:SecretAccessKey|SessionToken)>([^<]+)</(?:SecretAccessKey|SessionToken)>");

    /** What a secret is known by: so many of its first characters, which are 84 bits and more. */
    private static final int SUFFICIENT = 20;

    private static final Pattern LONG_WORD = Pattern.compile("[A-Za-z0-9+/=_-]{" + SUFFICIENT + ",}");

    private final Set<String> beginnings = ConcurrentHashMap.newKeySet();

    public void add(String secret) {
        if (!LONG_WORD.matcher(secret).matches()) {
            throw new IllegalArgumentException("a secret of another kind than is looked for");
        }
        beginnings.add(secret.substring(0, SUFFICIENT));
    }

    /** The answer of STS to an AssumeRole. */
    public void addThoseIn(String stsAnswer) {
        IN_STS_ANSWER.matcher(stsAnswer).results().forEach(found -> add(found.group(1)));
    }

    public int count() {
        return beginnings.size();
    }

    /** The files below {@code folder} that hold one of them. */
    public List<Path> filesThatHoldOne(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holdsOne(file))
                    .toList();
        }
    }

    /** Line by line: a log can be long, and no secret goes over two. */
    private boolean holdsOne(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return lines.lines().anyMatch(this::holdsOne);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean holdsOne(String line) {
        return LONG_WORD
                .matcher(line)
                .results()
                .anyMatch(word -> IntStream.rangeClosed(word.start(), word.end() - SUFFICIENT)
                        .anyMatch(at -> beginnings.contains(line.substring(at, at + SUFFICIENT))));
    }
}
