package org.allowput.infra.grant;

import java.util.List;
import org.allowput.infra.settings.ExternalIdSyntax;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.ICfnConditionExpression;
import software.constructs.Construct;

/**
 * An ExternalId, as CloudFormation takes it: a parameter that is not shown and is checked before anything is created;
 * or a parameter with the version of a secret in Secrets Manager, whose value CloudFormation reads and tools never see.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">NoEcho</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html">
 *     Secrets Manager dynamic references</a>
 */
public final class ExternalIdParameter {
    /** The id or ARN of a secret, optionally a key of its JSON, and a version. */
    private static final String REFERENCE =
            "[A-Za-z0-9/_+=.@:-]{1,600}:SecretString:[A-Za-z0-9_.-]*::[A-Za-z0-9-]{32,64}";

    private ExternalIdParameter() {}

    /**
     * A reference to its value, which is in no template.
     *
     * @param isRequired whether it has to be there; without another one, there is no value
     */
    public static String of(Construct scope, String name, String description, boolean isRequired) {
        String syntax = "The ExternalId has to be " + ExternalIdSyntax.EXPECTED;
        String value = parameter(scope, name, description, syntax, ExternalIdSyntax.OPTIONAL_PATTERN, true);
        String reference = parameter(
                scope,
                referenceName(name),
                "In the place of %s: a version of a secret in Secrets Manager that has it, as NAME:SecretString:::VERSION"
                        .formatted(name),
                "The version of a secret has to be NAME:SecretString:::VERSION",
                "(" + REFERENCE + ")?",
                false);
        CfnRuleAssertion oneOrOther = assertion(
                Fn.conditionOr(Fn.conditionNot(isEmpty(value)), Fn.conditionNot(isEmpty(reference))),
                "Give %s, or %s with the version of a secret".formatted(name, referenceName(name)));
        CfnRuleAssertion notBoth = assertion(
                Fn.conditionOr(isEmpty(value), isEmpty(reference)),
                "Give %s or %s, not both".formatted(name, referenceName(name)));
        CfnRule.Builder.create(scope, name + "IsGivenOnce")
                .assertions(isRequired ? List.of(oneOrOther, notBoth) : List.of(notBoth))
                .build()
                .overrideLogicalId(name + "IsGivenOnce");
        String secret = "{{resolve:secretsmanager:" + Fn.ref(referenceName(name)) + "}}";
        String other = isRequired ? secret : ifGiven(scope, referenceName(name), reference, secret, Aws.NO_VALUE);
        return ifGiven(scope, name, value, value, other);
    }

    /** The name of the parameter with a secret's version. */
    static String referenceName(String name) {
        return name.replace("ExternalId", "ExternalIdReference");
    }

    private static String parameter(
            Construct scope, String name, String description, String constraint, String pattern, boolean isSecret) {
        CfnParameter.Builder parameter = CfnParameter.Builder.create(scope, name)
                .type("String")
                .description(description)
                .constraintDescription(constraint)
                .defaultValue("")
                .allowedPattern(pattern);
        return (isSecret ? parameter.noEcho(true) : parameter).build().getValueAsString();
    }

    private static String ifGiven(Construct scope, String name, String value, String then, String otherwise) {
        CfnCondition.Builder.create(scope, "Has" + name)
                .expression(Fn.conditionNot(isEmpty(value)))
                .build()
                .overrideLogicalId("Has" + name);
        return Fn.conditionIf("Has" + name, then, otherwise).toString();
    }

    private static CfnRuleAssertion assertion(ICfnConditionExpression expression, String description) {
        return CfnRuleAssertion.builder()
                .assertValue(expression)
                .assertDescription(description)
                .build();
    }

    private static ICfnConditionExpression isEmpty(String value) {
        return Fn.conditionEquals(value, "");
    }
}
