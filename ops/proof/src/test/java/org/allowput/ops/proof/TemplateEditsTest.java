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
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                TargetDeployment deployment = target(edited(edit.get(1), edit.get(2)), Map.of());
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
        assertThat(edits).hasSizeGreaterThanOrEqualTo(65);
    }

    /** The causes of wrong proofs, and other sections and types of resources, are refused with their path. */
    @Test
    void whatTheResolverDoesNotKnowIsRefused() {
        List<List<String>> edits = edits("refused-edits.json");

        assertThat(edits)
                .hasSizeGreaterThanOrEqualTo(34)
                .allSatisfy(edit -> assertThatThrownBy(() -> target(edited(edit.get(0), edit.get(1)), Map.of()))
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

    /** With one text in place of another, in a resource if it is there. */
    private static String edited(String before, String after) {
        int resources = TARGET.indexOf(before, TARGET.indexOf("\nResources:"));
        int at = resources < 0 ? TARGET.indexOf(before) : resources;
        assertThat(at).as(before).isNotNegative();
        return TARGET.substring(0, at) + after + TARGET.substring(at + before.length());
    }

    private static TargetDeployment target(String text, Map<String, String> further) {
        return PublishedTemplates.target(text, PublishedTemplates.with(TARGET_VALUES, further));
    }
}
