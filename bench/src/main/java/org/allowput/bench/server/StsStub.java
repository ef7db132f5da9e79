package org.allowput.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.allowput.emulator.local.ServerTls;
import org.allowput.host.http.LoopbackServer;

/**
 * Stubs of two services that the store does not have: STS, over TLS, whose AssumeRole returns the credentials of the
 * target's owner; and Lambda's endpoint for the function's own credentials, over HTTP, which returns those of the
 * source's owner.
 */
public record StsStub(LoopbackServer sts, LoopbackServer own) implements AutoCloseable {
    /**
     * Starts it.
     *
     * @param store whose certificate STS shows
     */
    public static StsStub start(S3Server store) {
        Path folder = Objects.requireNonNull(store.certificate().key().getParent());
        try {
            return new StsStub(
                    LoopbackServer.start(ServerTls.of(folder).context(), exchange -> {
                        exchange.getRequestBody().readAllBytes();
                        LoopbackServer.reply(exchange, 200, "text/xml", answer());
                    }),
                    LoopbackServer.start(0, exchange -> LoopbackServer.reply(exchange, 200, ownCredentials())));
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

    @Override
    public void close() {
        sts.close();
        own.close();
    }
}
