package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.allowput.contract.TargetGrant;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.TargetAccountStack;
import org.allowput.infra.settings.Settings;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** Account A's template: all that account A decides. */
public final class TargetTemplate extends PlainTemplate {
    public TargetTemplate() {
        super("Target");
    }

    @Override
    Map<String, JsonNode> variables() {
        return Map.of();
    }

    @Override
    Stack createStack(App app, Settings settings, FunctionZips zips) {
        return new TargetAccountStack(app, settings);
    }

    @Override
    void complete(ObjectNode template) {
        TargetGrant grant = TargetGrant.of(field -> "${" + parameter(field) + "}");
        String output = "/Outputs/" + TargetGrant.NAME + "/Value";
        ConditionalParts.set(template, output, Substitution.of(grant.line()).node());
    }

    /** The parameter with a value of the grant. */
    static String parameter(TargetGrant.Field field) {
        return switch (field) {
            case ACCOUNT -> "AWS::AccountId";
            case REGION -> "AWS::Region";
            case BUCKET -> "BucketName";
            case ROLE -> "RoleName";
            case KEY_PREFIX -> "KeyPrefix";
            case KMS_KEY -> "KmsKeyArn";
            case DELIVERIES_PREFIX -> "DeliveriesPrefix";
            case REPLICATE_DELETES -> "ReplicateDeletes";
            case REPLICATE_TAGS -> "ReplicateTags";
            case WRITE_ONCE -> "WriteOnce";
        };
    }
}
