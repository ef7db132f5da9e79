package org.allowput.infra.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.settings.ExternalIdSyntax;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.ICfnConditionExpression;
import software.amazon.awscdk.Intrinsic;
import software.constructs.Construct;

/**
 * The parameters with the ExternalIds of the trusted accounts: for each account the agreed one, and optionally the next
 * one, so that both are accepted while the account changes it. CloudFormation refuses two accounts with the same.
 */
final class ExternalIds extends Construct {
    private static final String NEXT = "NextExternalId";

    /** The environment variable that may contain the value of a parameter, by the parameter's name. */
    private final Map<String, String> variables = new TreeMap<>();

    private final List<Agreed> all = new ArrayList<>();

    /**
     * The ExternalIds of one account.
     *
     * @param account of 12 digits
     * @param names of the parameters
     * @param references to their values, as a policy contains them
     */
    record Agreed(String account, List<String> names, List<String> references) {}

    ExternalIds(Construct scope) {
        // Ids of a construct called "Default" do not show in logical ids.
        super(scope, "Default");
    }

    /** @param suffix of the parameters' names; empty for the account that the stack is deployed for */
    Agreed of(String account, String suffix) {
        String name = "ExternalId" + suffix;
        String next = NEXT + suffix;
        variables.put(name, ExternalIdSyntax.VARIABLE + (suffix.isEmpty() ? "" : "_" + suffix));
        variables.put(next, ExternalIdSyntax.NEXT + variables.get(name));
        Agreed agreed = new Agreed(
                account,
                List.of(name, next),
                List.of(
                        ExternalIdParameter.of(this, name, "The ExternalId agreed with account " + account, true),
                        ExternalIdParameter.of(
                                this,
                                next,
                                "A second ExternalId of account %s, while it is changed; empty otherwise"
                                        .formatted(account),
                                false)));
        all.add(agreed);
        return agreed;
    }

    /** The names of the environment variables with the ExternalIds of an account, separated by commas. */
    String variables(String account) {
        return all.stream()
                .filter(agreed -> agreed.account().equals(account))
                .flatMap(agreed -> agreed.names().stream())
                .map(variables::get)
                .collect(Collectors.joining(", "));
    }

    /** Adds the rule that refuses to deploy two accounts with the same ExternalId, or with that of the same secret. */
    void refuseEqual() {
        List<CfnRuleAssertion> assertions = new ArrayList<>();
        for (Agreed one : all) {
            for (Agreed other : all.subList(all.indexOf(one) + 1, all.size())) {
                assertions.add(CfnRuleAssertion.builder()
                        .assertValue(new Expression(Map.of("Fn::And", differ(one, other))))
                        .assertDescription("Two accounts have the same ExternalId: agree on one of its own with each")
                        .build());
            }
        }
        if (!assertions.isEmpty()) {
            CfnRule.Builder.create(this, "EachAccountHasItsOwnExternalId")
                    .assertions(assertions)
                    .build();
        }
    }

    private static List<Map<String, Object>> differ(Agreed one, Agreed other) {
        return one.names().stream()
                .flatMap(name -> other.names().stream()
                        .flatMap(otherName -> Stream.of(
                                differ(name, otherName),
                                differ(
                                        ExternalIdParameter.referenceName(name),
                                        ExternalIdParameter.referenceName(otherName)))))
                .toList();
    }

    /** Two that are empty are not the same. */
    private static Map<String, Object> differ(String name, String otherName) {
        Map<String, String> value = Map.of("Ref", name);
        return Map.of(
                "Fn::Or",
                List.of(
                        Map.of("Fn::Equals", List.of(value, "")),
                        Map.of("Fn::Not", List.of(Map.of("Fn::Equals", List.of(value, Map.of("Ref", otherName)))))));
    }

    /**
     * An expression of a rule, as the template has it: 25 accounts are 300 pairs of 8 comparisons, which take
     * {@code Fn}, with its call of jsii for each function, some 15 seconds.
     */
    private static final class Expression extends Intrinsic implements ICfnConditionExpression {
        Expression(Map<String, Object> json) {
            super(json);
        }
    }

    /**
     * The number of characters of a parameter's value: of its environment variable, or if that is not set, the minimum
     * length of an ExternalId that is required, and none of one that is optional.
     */
    int length(String parameter, Map<String, String> environment) {
        String variable = variables.getOrDefault(parameter, parameter);
        return environment
                .getOrDefault(variable, parameter.startsWith(NEXT) ? "" : "id")
                .length();
    }
}
