package org.allowput.bench.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A stub of STS, which the store does not have: AssumeRole returns the credentials of the target's owner. */
final class StsStub implements AutoCloseable {
    private final HttpServer server;

    private StsStub(HttpServer server) {
        this.server = server;
    }

    static StsStub start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = answer().getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/xml");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return new StsStub(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer() {
        return """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <AssumedRoleUser><Arn>arn:aws:sts::%s:assumed-role/AllowPutToS3/s</Arn><AssumedRoleId>A:s</AssumedRoleId>
            </AssumedRoleUser><Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
            <SessionToken></SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult>
            <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>
            """.formatted(
                        S3Server.TARGET_OWNER.accessKeyId(),
                        S3Server.TARGET_OWNER.accessKeyId(),
                        S3Server.TARGET_OWNER.secretAccessKey(),
                        Instant.now().plus(1, ChronoUnit.HOURS));
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
