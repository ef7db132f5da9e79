package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What everybody may read by the policy of docs/settings.md, "A static website". */
@DisabledIfSystemProperty(
        named = CopyFixture.EMULATOR,
        matches = CopyFixture.LOCALSTACK,
        disabledReason = "LocalStack evaluates no policy")
class PublishedWebsiteIT extends CopyIntegrationTest {
    private static final Path POLICY = Path.of("..", "docs", "examples", "website.json");

    @AfterEach
    void asItWas() {
        fixture.target().deletePublicAccessBlock(request -> request.bucket(TARGET));
        fixture.target().deleteBucketPolicy(request -> request.bucket(TARGET));
    }

    @Test
    void aPageIsServedWithItsHeadersByThePublishedPolicy() throws IOException {
        fixture.target().deletePublicAccessBlock(request -> request.bucket(TARGET));
        source.put(
                "index.html",
                CopySamples.bytes(100),
                page -> page.contentType("text/html; charset=utf-8")
                        .cacheControl("public, max-age=300")
                        .contentLanguage("en"));
        source.put("old.html", CopySamples.bytes(1), page -> page.websiteRedirectLocation("/index.html"));
        replicate("index.html");
        replicate("old.html");
        assertThatThrownBy(() -> read("index.html")).hasMessageContaining("Status Code: 403");

        putPolicy();

        GetObjectResponse page = read("index.html");
        assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(page.cacheControl()).isEqualTo("public, max-age=300");
        assertThat(page.contentLanguage()).isEqualTo("en");
        assertThat(read("old.html").websiteRedirectLocation()).isEqualTo("/index.html");
    }

    /** As an organization may demand it, and as S3 creates buckets. */
    @Test
    void blockPublicAccessRefusesThePublishedPolicy() {
        fixture.target()
                .putPublicAccessBlock(request ->
                        request.bucket(TARGET).publicAccessBlockConfiguration(block -> block.blockPublicPolicy(true)));

        assertThatThrownBy(this::putPolicy).hasMessageContaining("BlockPublicPolicy");
    }

    private GetObjectResponse read(String key) {
        return fixture.emulator()
                .account("333333333333")
                .as(AnonymousCredentialsProvider.create())
                .s3()
                .getObjectAsBytes(request -> request.bucket(TARGET).key(key))
                .response();
    }

    private void putPolicy() throws IOException {
        String policy = Files.readString(POLICY).replace("TARGET_BUCKET", TARGET);
        fixture.target().putBucketPolicy(request -> request.bucket(TARGET).policy(policy));
    }
}
