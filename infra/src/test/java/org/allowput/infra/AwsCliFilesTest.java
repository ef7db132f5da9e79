package org.allowput.infra;

import static org.allowput.infra.TestParameters.PSEUDO_PARAMETERS;
import static org.allowput.infra.TestParameters.withGrant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The policies and the bucket in {@code templates/*.json}, for the AWS CLI, are those of the templates, which generate
 * them: {@code mvn -pl infra -am test -Dtest=AwsCliFilesTest -Dsnapshots=update}.
 */
class AwsCliFilesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html */
    private static final String REGIONAL_BUCKET = "NAME-TARGET_ACCOUNT-TARGET_REGION-an";

    private final ObjectNode target = PublishedTemplate.TARGET.json();
    private final ObjectNode source = PublishedTemplate.SOURCE.json();

    @Test
    void theFilesForTheAwsCliAreThePoliciesAndTheBucketOfTheTemplate() throws IOException {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(
                Map.of("SourceAccount", "SOURCE_ACCOUNT", "ExternalId", "EXTERNAL_ID", "BucketName", "TARGET_BUCKET"));
        JsonNode role =
                EvaluatedTemplate.of(target, parameters).get("Resources").at("/AllowPutToS3Role/Properties");
        parameters.put("BucketName", REGIONAL_BUCKET);
        JsonNode resources = EvaluatedTemplate.of(target, parameters).get("Resources");
        ObjectNode bucket = (ObjectNode) resources.at("/TargetBucket/Properties");
        assertThat(bucket.get("BucketNamespace").asText()).isEqualTo("account-regional");
        bucket.set("PolicyDocument", resources.at("/TargetBucketPolicy/Properties/PolicyDocument"));

        compare("trust-policy.json", Json.write(role.get("AssumeRolePolicyDocument")));
        compare("role-policy.json", Json.write(role.at("/Policies/0/PolicyDocument")));
        compare("bucket.json", Json.write(bucket).replace("${TargetBucket.Arn}", "arn:aws:s3:::" + REGIONAL_BUCKET));
    }

    /** For principals of account B: the statement by which the function assumes the role. */
    @Test
    void theFileForOtherCallersIsTheStatementOfTheFunction() throws IOException {
        Map<String, String> parameters = new TreeMap<>(PSEUDO_PARAMETERS);
        parameters.putAll(Map.of("TargetAccount", "TARGET_ACCOUNT", "RoleName", "ROLE_NAME"));
        JsonNode statements = EvaluatedTemplate.of(source, withGrant(parameters))
                .at("/Resources/ReplicationFunctionAccessRole/Properties/Policies/0/PolicyDocument/Statement");
        ObjectNode policy = NODES.objectNode().put("Version", "2012-10-17");
        statements.forEach(statement -> {
            if (statement.path("Sid").asText().equals("AssumeTargetRole")) {
                policy.putArray("Statement").add(statement);
            }
        });

        compare("caller-policy.json", Json.write(policy));
    }

    private static void compare(String name, String generated) throws IOException {
        Path file = PublishedTemplate.FOLDER.resolve(name);
        if (UPDATE) {
            Files.writeString(file, generated);
        }
        assertThat(generated).isEqualTo(Files.readString(file));
    }
}
