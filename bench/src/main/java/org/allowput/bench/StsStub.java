package org.allowput.bench;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.allowput.emulator.local.ServerTls;
import org.allowput.host.http.LoopbackServer;

/** STS, which the server does not have. */
final class StsStub {
    private StsStub() {}

    /** Answers each request with the owner's credentials. The token is empty: the server refuses any other. */
    static LoopbackServer start(S3Server server) throws IOException {
        String response = """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
            <AssumedRoleUser><Arn>arn:aws:sts::%1$s:assumed-role/AllowPutToS3/s</Arn><AssumedRoleId>A:s</AssumedRoleId>
            </AssumedRoleUser><Credentials><AccessKeyId>%1$s</AccessKeyId><SecretAccessKey>%2$s</SecretAccessKey>
            <SessionToken></SessionToken><Expiration>%3$s</Expiration></Credentials></AssumeRoleResult>
            <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>
            """.formatted(
                        S3Server.OWNER.accessKeyId(),
                        S3Server.OWNER.secretAccessKey(),
                        Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
        ServerTls tls = ServerTls.of(server.certificate().folder());
        return LoopbackServer.start(tls.context(), exchange -> {
            exchange.getRequestBody().readAllBytes();
            LoopbackServer.reply(exchange, 200, "text/xml", response);
        });
    }
}
