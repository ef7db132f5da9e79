package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.allowput.ops.cli.CommandLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for people of account A who decide about a template. */
final class ProofPageTest {
    private static final Path SNAPSHOTS = Path.of("../../infra/src/test/resources/snapshots");

    private final StringWriter output = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void eachStatementAboutRequestsStandsBesideOneThatIsAllowedAndThoseThatAreDenied() throws IOException {
        assertThat(page(SNAPSHOTS.resolve("target.json"))).isZero();

        assertThat(text())
                .contains("All 11 statements are proven.")
                .containsSubsequence(
                        "proven Only principals of account 222222222222 can assume AllowPutToS3",
                        "action: sts:AssumeRole",
                        "denied: the same without sts:externalid",
                        "denied: the same by arn:aws:iam::999999999999:role/Other",
                        "proven A session of AllowPutToS3 can only s3:PutObject on",
                        "resource: arn:aws:s3:::allow-put-target-111111111111-us-east-1-an/key",
                        "denied: the same on arn:aws:s3:::allow-put-target-111111111111-us-east-1-an-other/key",
                        "denied: the same as s3:DeleteObject",
                        "proven No put by AllowPutToS3 uses a key that the customer provides (SSE-C)",
                        "denied: the same with s3:x-amz-server-side-encryption-customer-algorithm: other")
                .contains("\"sts:ExternalId\"");
    }

    @Test
    void aParameterIsNamedAndASecretOneIsNotShown() throws IOException {
        assertThat(page(
                        Path.of("../../templates/ReplicationTarget.yaml"),
                        "--parameter",
                        "ExternalId=agreedsecret",
                        "--parameter",
                        "SourceAccount=222222222222"))
                .isZero();

        assertThat(text())
                .contains("resource: arn:aws:s3:::{BucketName}/{KeyPrefix}")
                .contains("denied: the same on arn:aws:s3:::{BucketName}/other")
                .contains("denied: the same without s3:if-none-match")
                .contains("--parameter ExternalId=VALUE --parameter SourceAccount=VALUE")
                .doesNotContain("agreedsecret");
    }

    @Test
    void aMistakeStandsFirst() throws IOException {
        String wrong = Files.readString(SNAPSHOTS.resolve("target.json")).replace("s3:PutObject\"", "s3:*\"");

        assertThat(page(Files.writeString(folder.resolve("<b>&.json"), wrong))).isEqualTo(1);

        assertThat(html()).contains("What &lt;b&gt;&amp;.json grants");
        assertThat(text())
                .containsPattern("\\d of 11 statements are proven. The others are false, or undecided.")
                .contains("REFUTED A session of AllowPutToS3 can only s3:PutObject", "because this request is allowed");
    }

    @Test
    void itLoadsNothingAndRevokesAsTheDocumentationDoes() throws IOException {
        page(SNAPSHOTS.resolve("target.json"));

        assertThat(html()).doesNotContainPattern("(?i)<script|<link|<img|\\ssrc=|\\shref=|url\\(|@import");
        assertThat(Files.readString(Path.of("../../docs/security.md"))).contains(ProofPage.REVOKE);
        assertThat(text()).contains(ProofPage.REVOKE.strip());
    }

    @Test
    void itIsOfOneTemplateOfAccountA() throws IOException {
        assertThat(page(Path.of("../../templates/ReplicationSource.yaml"))).isEqualTo(3);
        assertThat(output.toString()).contains("is a template of account B", "expected A's template");
        assertThat(page(
                        SNAPSHOTS.resolve("target.json"),
                        SNAPSHOTS.resolve("target.json").toString()))
                .isEqualTo(2);
        assertThat(output.toString()).contains("--page takes one TEMPLATE, was: 2");
        assertThat(folder.resolve("page.html")).doesNotExist();
    }

    private int page(Path template, String... options) {
        return CommandLines.of(new ProveAccessCommand(), "bin/prove-access")
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(Stream.concat(
                                Stream.of("--page", folder.resolve("page.html").toString()),
                                Stream.concat(Stream.of(options), Stream.of(template.toString())))
                        .toArray(String[]::new));
    }

    private String html() throws IOException {
        return Files.readString(folder.resolve("page.html"));
    }

    /** As a browser shows it. */
    private String text() throws IOException {
        return html().replaceAll("(?s)<style>.*</style>", "")
                .replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
