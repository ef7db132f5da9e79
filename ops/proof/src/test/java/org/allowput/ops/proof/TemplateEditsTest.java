package org.allowput.ops.proof;

import static org.allowput.ops.proof.PublishedTemplates.TARGET;
import static org.allowput.ops.proof.PublishedTemplates.TARGET_VALUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.allowput.ops.proof.deployed.TargetDeployment;
import org.allowput.ops.proof.template.ResolvedTemplate;
import org.allowput.policy.template.Template;
import org.allowput.policy.template.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Account A's template with changes and with other values. */
class TemplateEditsTest {
    /** What administrators change every day leaves the proof as it is. */
    @Test
    void harmlessEditsAreProven() {
        List<List<String>> edits = edits("everyday-edits.json");
        Map<String, String> failed = new TreeMap<>();
        Set<TargetDeployment> proven = new HashSet<>();
        for (List<String> edit : edits) {
            try {
                TargetDeployment deployment = target(edited(edit), Map.of());
                // The same policies need no second proof.
                if (!proven.contains(deployment)) {
                    assertThat(PublishedTemplates.notProven(TargetStatements.decide(deployment)))
                            .as(edit.toString())
                            .isEmpty();
                    proven.add(deployment);
                }
            } catch (IllegalArgumentException e) {
                failed.put(edit.getFirst(), String.valueOf(e.getMessage()));
            }
        }
        System.out.println(edits.size() + " everyday edits, " + failed.size() + " refused");

        assertThat(failed).isEmpty();
        assertThat(edits).hasSizeGreaterThanOrEqualTo(85);
    }

    /**
     * What is accepted is read: with other policies it is not proven, by the statement that an edit's name begins with.
     */
    @Test
    void editsThatGiveOrTakeAccessAreRefuted() {
        List<List<String>> edits = edits("wrong-edits.json");

        assertThat(edits)
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(edit -> assertThat(
                                PublishedTemplates.notProven(TargetStatements.decide(target(edited(edit), Map.of()))))
                        .extracting(decision -> decision.number() + " " + decision.verdict())
                        .contains(edit.getFirst().substring(0, 1) + " REFUTED"));
    }

    @Test
    void harmlessEditsOfAFunctionAreProven() {
        String edited =
                PublishedTemplates.SOURCE.replace("RecursiveLoop: Allow\n", """
                    RecursiveLoop: Terminate
                          RuntimeManagementConfig:
                            UpdateRuntimeOn: FunctionUpdate
                    """).replace("\nResources:\n", """

                        Resources:
                          Ours:
                            Type: AWS::Logs::MetricFilter
                            Properties:
                              FilterPattern: ERROR
                              LogGroupName: !Ref ReplicationFunctionLogGroup
                        """);

        assertThat(edited).contains("Terminate", "FunctionUpdate", "MetricFilter");
        assertThat(PublishedTemplates.notProven(PublishedTemplates.report(edited, PublishedTemplates.SOURCE_VALUES)))
                .isEmpty();
    }

    /** Code that is not the function's, beside what is accepted of it. */
    @ParameterizedTest
    @ValueSource(strings = {"Layers", "FileSystemConfigs", "CodeSigningConfigArn"})
    void otherPropertiesOfAFunctionAreRefused(String property) {
        String edited = PublishedTemplates.SOURCE.replace(
                "RecursiveLoop: Allow\n", "RecursiveLoop: Allow\n      " + property + ": x\n");

        assertThatThrownBy(() -> PublishedTemplates.report(edited, PublishedTemplates.SOURCE_VALUES))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(property + ": seen " + property);
    }

    /** The causes of wrong proofs, and other sections and types of resources, are refused with their path. */
    @Test
    void whatTheResolverDoesNotKnowIsRefused() {
        List<List<String>> edits = edits("refused-edits.json");

        assertThat(edits)
                .hasSizeGreaterThanOrEqualTo(34)
                .allSatisfy(edit -> assertThatThrownBy(() -> target(edited(TARGET, edit.get(0), edit.get(1)), Map.of()))
                        .isInstanceOf(TemplateException.class)
                        .hasMessageContaining(edit.get(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "SourceAccount, 22222222222, matches", "SourceAccount, '', matches", "BucketName, A, matches",
        "ReplicateTags, yes, one of", "ExternalId, x, matches", "Other, x, one of"
    })
    void valuesThatCloudFormationRefusesAreRefused(String name, String value, String expected) {
        assertThatThrownBy(() -> target(TARGET, Map.of(name, value)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void withoutARoleNameThereIsNoRoleName() {
        assertThat(roleNames(Map.of())).isEmpty();
        assertThat(roleNames(Map.of("SourceRoleName", "R"))).containsExactly("R", "R-large-objects");
    }

    private static List<String> roleNames(Map<String, String> further) {
        return target(TARGET, further).grants().getFirst().trusted().getFirst().texts("RoleNames");
    }

    @Test
    void accountAndPartitionAreUnlikeEachGivenValue() {
        Map<String, String> values = PublishedTemplates.with(TARGET_VALUES, Map.of("SourceAccount", "000000000000"));
        ResolvedTemplate resolved =
                new ResolvedTemplate(Template.parse(TARGET), values, Optional.empty(), Optional.empty());

        assertThat(resolved.target(List.of(HandMade.grant(List.of()))).account())
                .isEqualTo("000000000001");
    }

    private static List<List<String>> edits(String file) {
        return ((List<?>) PublishedTemplates.json(file))
                .stream()
                        .map(edit ->
                                ((List<?>) edit).stream().map(String::valueOf).toList())
                        .toList();
    }

    /** @param edit its name, then pairs of texts, the second of which is in place of the first */
    private static String edited(List<String> edit) {
        String edited = TARGET;
        for (int pair = 1; pair < edit.size(); pair += 2) {
            edited = edited(edited, edit.get(pair), edit.get(pair + 1));
        }
        return edited;
    }

    /** With one text in place of another, in a resource if it is there. */
    private static String edited(String template, String before, String after) {
        int resources = template.indexOf(before, template.indexOf("\nResources:"));
        int at = resources < 0 ? template.indexOf(before) : resources;
        assertThat(at).as(before).isNotNegative();
        return template.substring(0, at) + after + template.substring(at + before.length());
    }

    private static TargetDeployment target(String text, Map<String, String> further) {
        return PublishedTemplates.target(text, PublishedTemplates.with(TARGET_VALUES, further));
    }
}
