package org.allowput.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
    private RawCopy() {}

    public static void main(String[] arguments) throws Exception {
        int concurrency = Integer.parseInt(arguments[0]);
        System.setProperty("http.maxConnections", Integer.toString(2 * concurrency));
        List<Callable<Void>> copies = Files.readAllLines(Path.of(arguments[1])).stream()
                .map(line -> line.split("\t", -1))
                .map(urls -> (Callable<Void>) () -> copy(urls[0], urls[1]))
                .toList();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory())) {
            for (Future<Void> copied : threads.invokeAll(copies)) {
                copied.get();
            }
        }
    }

    @SuppressWarnings("NullAway") // A Callable<Void> returns null.
    private static Void copy(String from, String to) throws IOException {
        HttpURLConnection get = open(from);
        HttpURLConnection put = open(to);
        put.setRequestMethod("PUT");
        put.setDoOutput(true);
        try (InputStream in = get.getInputStream()) {
            put.setFixedLengthStreamingMode(get.getContentLengthLong());
            try (OutputStream out = put.getOutputStream()) {
                in.transferTo(out);
            }
        }
        try (InputStream response = put.getInputStream()) {
            response.readAllBytes();
        }
        return null;
    }

    private static HttpURLConnection open(String url) throws IOException {
        return (HttpURLConnection) URI.create(url).toURL().openConnection();
    }
}
