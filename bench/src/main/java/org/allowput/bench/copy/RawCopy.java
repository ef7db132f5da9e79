package org.allowput.bench.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The least that a copy in Java can be, in a process of its own: an open GET is the body of a PUT, both by URLs that
 * were signed before. No SDK, no checksum, no second look, no retry.
 *
 * <p>Arguments: how many at once; a file of lines, each a URL to GET, a tab, and a URL to PUT.
 */
final class RawCopy {
    private static final int BUFFER = 64 * 1024;

    private RawCopy() {}

    public static void main(String[] arguments) throws Exception {
        int workers = Integer.parseInt(arguments[0]);
        System.setProperty("http.maxConnections", Integer.toString(2 * workers));
        Queue<String> lines = new ConcurrentLinkedQueue<>(Files.readAllLines(Path.of(arguments[1])));
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < workers; i++) {
                running.add(threads.submit(() -> {
                    for (String line = lines.poll(); line != null; line = lines.poll()) {
                        int tab = line.indexOf('\t');
                        copy(line.substring(0, tab), line.substring(tab + 1));
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static void copy(String from, String to) throws IOException {
        HttpURLConnection get = open(from);
        HttpURLConnection put = open(to);
        put.setRequestMethod("PUT");
        put.setDoOutput(true);
        try (InputStream in = get.getInputStream()) {
            put.setFixedLengthStreamingMode(get.getContentLengthLong());
            try (OutputStream out = put.getOutputStream()) {
                byte[] buffer = new byte[BUFFER];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                }
            }
        }
        try (InputStream answer = put.getInputStream()) {
            answer.readAllBytes();
        }
    }

    private static HttpURLConnection open(String url) throws IOException {
        return (HttpURLConnection) URI.create(url).toURL().openConnection();
    }
}
