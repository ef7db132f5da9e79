package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.cloudformation.include.CfnInclude;

/** Users of a release deploy its templates as they are: by one command, from a bucket or in an app of the CDK. */
class ReleaseTest {
    /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html, without a bucket. */
    private static final int MAX_TEMPLATE_BYTES = 51_200;

    private static final int MAX_TEMPLATE_BYTES_IN_A_BUCKET = 1_000_000;

    private static final String SECRET = "agreed:SecretString:::01234567-89ab-cdef-0123-456789abcdef";

    @Test
    void accountAsTemplateIsDeployedByOneCommandAndAccountBsFromTheBucketOfTheZip() throws IOException {
        assertThat(Files.size(PublishedTemplate.TARGET.file())).isLessThan(MAX_TEMPLATE_BYTES);
        assertThat(Files.size(PublishedTemplate.SOURCE.file())).isLessThan(MAX_TEMPLATE_BYTES_IN_A_BUCKET);
    }

    @Test
    void aReleaseStatesItsVersionAndLinksToItsOwnPages(@TempDir Path checkout) throws Exception {
        Files.createDirectory(checkout.resolve("build"));
        Files.copy(Path.of("..", "build", "stamp"), checkout.resolve("build").resolve("stamp"));
        Files.writeString(
                checkout.resolve("pom.xml"),
                Files.readString(Path.of("..", "pom.xml"))
                        .replace("<version>" + Release.version(), "<version>1.2.3")
                        .replace(Release.page(""), "https://example.com/v1.2.3/docs/")
                        .replace(Release.page("").replaceFirst("/$", ""), "https://example.com/v1.2.3/docs"));
        for (PublishedTemplate template : PublishedTemplate.values()) {
            String stamped = PublishedTemplate.stamp(checkout.resolve("build").resolve("stamp"), template.file());

            assertThat(TemplateYaml.parse(stamped).at("/Outputs/Version/Value").asText())
                    .isEqualTo("1.2.3");
            assertThat(stamped)
                    .contains("https://example.com/v1.2.3/docs/")
                    .doesNotContain("SNAPSHOT", "allow-put-to-s3/docs");
        }
    }

    /** https://docs.aws.amazon.com/cdk/v2/guide/use-cfn-template.html */
    @Test
    void anAppOfTheCdkIncludesTheTemplatesAsTheyAre(@TempDir Path folder) throws IOException {
        App app = new App(AppProps.builder()
                .outdir(folder.toString())
                .analyticsReporting(false)
                .build());
        for (PublishedTemplate template : PublishedTemplate.values()) {
            CfnInclude.Builder.create(new Stack(app, template.name()), "Template")
                    .templateFile(template.file().toString())
                    .parameters(Map.of("ExternalIdReference", SECRET))
                    .build();
        }
        app.synth();

        for (PublishedTemplate published : PublishedTemplate.values()) {
            JsonNode included = Json.read(folder.resolve(published.name() + ".template.json"));
            JsonNode template = published.json();
            assertThat(included.get("Resources").size())
                    .isEqualTo(template.get("Resources").size());
            assertThat(included.toString()).contains("{{resolve:secretsmanager:" + SECRET + "}}");
            assertThat(included.at("/Resources/ReplicationFunction/Properties/RecursiveLoop"))
                    .isEqualTo(template.at("/Resources/ReplicationFunction/Properties/RecursiveLoop"));
        }
    }
}
