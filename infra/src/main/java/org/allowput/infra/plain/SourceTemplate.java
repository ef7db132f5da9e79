package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.TargetGrant.Field;
import org.allowput.infra.FunctionZips;
import org.allowput.infra.SourceAccountStack;
import org.allowput.infra.reconcile.AthenaQueries;
import org.allowput.infra.settings.Settings;
import org.allowput.infra.settings.schema.SettingsSchema;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/** Account B's template: what people without the CDK need. Account A's grant is one parameter. */
public final class SourceTemplate extends PlainTemplate {
    public SourceTemplate() {
        super("Source");
    }

    /** The grant is a line of which each value is one that account A's template can grant. */
    @Override
    public List<PlainParameter> parameters() {
        Map<String, String> ofTarget = new TargetTemplate()
                .parameters().stream().collect(Collectors.toMap(PlainParameter::name, PlainParameter::pattern));
        String grant = Arrays.stream(Field.values())
                .map(field -> "(" + pattern(field, ofTarget) + ")" + (field.isOptional() ? "?" : ""))
                .collect(Collectors.joining("\\" + TargetGrant.SEPARATOR));
        return super.parameters().stream()
                .map(parameter -> parameter.name().equals(TargetGrant.NAME) ? parameter.matching(grant) : parameter)
                .toList();
    }

    private static String pattern(Field field, Map<String, String> ofTarget) {
        return switch (field) {
            case ACCOUNT -> SettingsSchema.setting("target.account").pattern();
            case REGION -> "[a-z]{2,4}-[a-z]{4,9}-[0-9]{1,2}|[a-z]{2,4}-[a-z]{2,4}-[a-z]{4,5}-[0-9]{1,2}";
            default ->
                Objects.requireNonNull(ofTarget.get(TargetTemplate.parameter(field)))
                        .replaceFirst("^\\|", "");
        };
    }

    /** Of the grant's line. */
    @Override
    Map<String, JsonNode> variables() {
        Map<String, JsonNode> granted = new TreeMap<>();
        for (Field field : Field.values()) {
            granted.put(
                    field.label(),
                    Intrinsic.call(
                            "Fn::Select",
                            NODES.numberNode(field.index()),
                            Intrinsic.split(TargetGrant.SEPARATOR, Intrinsic.ref(TargetGrant.NAME))));
        }
        return granted;
    }

    @Override
    Stack createStack(App app, Settings settings, FunctionZips zips) {
        Stack stack = new SourceAccountStack(app, settings, zips);
        // This template has these parameters and rules otherwise, and leaves Athena to the CDK.
        List.of(
                        "DeployedTriggerParameter",
                        "DeployedLargeObjectsParameter",
                        AthenaQueries.ID,
                        StackOutput.ATHENA_DATABASE.id())
                .forEach(stack.getNode()::tryRemoveChild);
        return stack;
    }

    /** The dashboard's last row, which is about large objects, and the parameters as the functions' configuration. */
    @Override
    void complete(ObjectNode template) {
        String dashboard = "/Resources/Dashboard/Properties/DashboardBody";
        String body = Substitution.of(template.at(dashboard)).orElseThrow().text();
        int row = body.lastIndexOf(",{\"type\":\"metric\"", body.indexOf("Bytes of large objects"));
        String upToTheEndOfTheList = body.substring(row, body.length() - "]}".length());
        new ConditionalParts(template).text("LargeObjectsIsTrue", dashboard, upToTheEndOfTheList);
        FunctionConfiguration.addTo(template);
    }
}
