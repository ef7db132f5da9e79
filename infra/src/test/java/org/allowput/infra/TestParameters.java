package org.allowput.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.contract.TargetGrant;

/** Values of parameters of the published templates, which several tests deploy with. */
final class TestParameters {
    static final Map<String, String> PSEUDO_PARAMETERS = Map.of(
            "AWS::Partition", "aws",
            "AWS::Region", "us-east-1",
            "AWS::StackName", "ReplicateObjects",
            "AWS::URLSuffix", "amazonaws.com",
            "ExternalId", "agreed",
            "AlarmEmail", "none");

    static final String LONGEST_ROLE = "R".repeat(50);
    static final String LINE = "111111111111|us-east-1|a.target|AllowPutToS3||||deletions|false|false";

    private TestParameters() {}

    static String pattern(JsonNode template, String parameter) {
        return template.at("/Parameters/" + parameter + "/AllowedPattern").asText();
    }

    /** With the line of account A's values, which are parameters of its template. */
    static Map<String, String> withGrant(Map<String, String> parameters) {
        if (!parameters.containsKey("TargetAccount")) {
            return parameters;
        }
        Map<String, String> all = new TreeMap<>(parameters);
        TargetGrant grant = TargetGrant.of(field -> parameters.getOrDefault(
                field.label(),
                !field.choices().isEmpty() ? field.choices().getFirst() : field.isOptional() ? "" : "us-east-1"));
        all.put(TargetGrant.NAME, grant.line());
        return all;
    }

    static String key(String account) {
        return "arn:aws:kms:us-east-1:" + account + ":key/1234abcd-12ab-34cd-56ef-1234567890ab";
    }

    static String policy(String account) {
        return "arn:aws:iam::" + account + ":policy/Boundary";
    }
}
