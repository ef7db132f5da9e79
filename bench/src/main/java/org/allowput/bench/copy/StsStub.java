package org.allowput.bench.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.allowput.sandbox.host.http.LoopbackServer;

/**
 * A stub of STS, which the store does not have: AssumeRole returns the credentials of the target's owner. A GET returns
 * the function's own, those of the source's owner, as Lambda does where it has SnapStart.
 */
record StsStub(LoopbackServer server) implements AutoCloseable {
    static StsStub start() {
        try {
            return new StsStub(LoopbackServer.start(0, exchange -> {
                exchange.getRequestBody().readAllBytes();
                boolean own = exchange.getRequestMethod().equals("GET");
                LoopbackServer.reply(
                        exchange, 200, own ? "application/json" : "text/xml", own ? ownCredentials() : answer());
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The token is empty: the store refuses any other. */
    private static String ownCredentials() {
        return """
            {"AccessKeyId":"%s","SecretAccessKey":"%s","Token":"","Expiration":"%s"}\
            """.formatted(
                        S3Server.SOURCE_OWNER.accessKeyId(), S3Server.SOURCE_OWNER.secretAccessKey(), expiration());
    }

    private static Instant expiration() {
        return Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String answer() {
        return """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <AssumedRoleUser><Arn>arn:aws:sts::%1$s:assumed-role/AllowPutToS3/s</Arn><AssumedRoleId>A:s</AssumedRoleId>
            </AssumedRoleUser><Credentials><AccessKeyId>%1$s</AccessKeyId><SecretAccessKey>%2$s</SecretAccessKey>
            <SessionToken></SessionToken><Expiration>%3$s</Expiration></Credentials></AssumeRoleResult>
            <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>
            """.formatted(
                        S3Server.TARGET_OWNER.accessKeyId(), S3Server.TARGET_OWNER.secretAccessKey(), expiration());
    }

    URI endpoint() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}
