package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;
import org.junit.jupiter.api.Test;

/** The setting {@code keys} as a list. */
class KeyRulesSettingTest {
    @Test
    void aListHasARuleForEachKindOfKey() {
        Selection keys = TestSettings.read(Map.of(
                        "keys",
                        List.of(
                                Map.of("includePrefix", "in/", "excludeSuffix", ".tmp", "addPrefix", "data/"),
                                Map.of("includeGlob", "logs/**/*.gz", "addPrefix", "archive/"))))
                .selection();

        assertThat(keys).isEqualTo(Selection.parse("""
            [{"includePrefix": "in/", "excludeSuffix": ".tmp", "addPrefix": "data/"},
             {"includeGlob": "logs/**/*.gz", "addPrefix": "archive/"}]
            """));
    }

    @Test
    void onTheCommandLineTheListIsJson() {
        Selection keys = TestSettings.read(Map.of("keys", "[{\"includePrefix\": \"a/\"}, {\"includePrefix\": \"b/\"}]"))
                .selection();

        assertThat(keys.prefixes()).containsExactly("a/", "b/");
    }

    @Test
    void aSingleRuleMayBeAnObject() {
        assertThat(TestSettings.read(Map.of("keys.includePrefix", "in/")).selection())
                .isEqualTo(Selection.of(new KeyRule("in/", "", "", "")));
    }

    @Test
    void sizesAreOfARule() {
        assertThat(TestSettings.read(Map.of("keys.maxBytes", 5e9, "keys.minBytes", "1"))
                        .selection()
                        .sizes())
                .isEqualTo(new SizeRange(1, 5_000_000_000L));
        assertThat(errors(Map.of("keys", List.of(Map.of("minBytes", 2, "maxBytes", 1)))))
                .contains("replication.keys[0].minBytes: seen 2, expected at most keys.maxBytes, 1");
        assertThat(errors(Map.of("keys.maxBytes", "5 GB")))
                .contains(
                        "replication.keys.maxBytes: seen \"5 GB\", expected an integer from 0 to 53687091200000 bytes");
    }

    @Test
    void anErrorNamesTheRule() {
        assertThat(errors(Map.of("keys", List.of(Map.of(), Map.of("includePrefx", "a")))))
                .contains("replication.keys[1].includePrefx: there is no such setting");
        assertThat(errors(Map.of("keys", List.of(Map.of("stripPrefix", "in/")))))
                .contains("replication.keys[0].stripPrefix: seen \"in/\"");
        assertThat(errors(Map.of(
                        "replication",
                        Map.of(
                                "target", Map.of("account", "111111111111"),
                                "source", Map.of("account", "222222222222"),
                                "keys", List.of(Map.of())),
                        "keys.addPrefix",
                        "x/")))
                .contains("replication.keys.addPrefix: there is no such setting");
    }

    @Test
    void rulesUnderWhichTwoKeysCouldBecomeOneAreRefusedWithTwoSuchKeys() {
        assertThat(collision(
                        rule("includePrefix", "a/", "stripPrefix", "a/"),
                        rule("includePrefix", "b/", "stripPrefix", "b/")))
                .contains("replication.keys: seen rules by which \"a/", "and \"b/", "expected rules under which");
        assertThat(collision(rule("includePrefix", "in/", "stripPrefix", "in/"), rule()))
                .contains("seen rules by which \"in//\" and \"/\" both become \"/\"");
        assertThat(collision(rule("includePrefix", "x/"), rule("includeSuffix", ".csv", "addPrefix", "x/")))
                .contains("rules by which \"x/.csv\" and \".csv\" both become \"x/.csv\"");
        assertThat(collision(rule("includeGlob", "*.txt", "addPrefix", "t/"), rule("includeGlob", "t/*")))
                .contains("both become \"t/");
    }

    @Test
    void rulesWhoseTargetKeysCannotBeTheSameAreAccepted() {
        assertThat(collision(
                        rule("includePrefix", "a/", "stripPrefix", "a/", "addPrefix", "1/"),
                        rule("includePrefix", "b/", "stripPrefix", "b/", "addPrefix", "2/")))
                .isEmpty();
        // The same change of the key, or none.
        assertThat(collision(rule("includeSuffix", ".csv"), rule("includePrefix", "in/")))
                .isEmpty();
        assertThat(collision(
                        rule("includePrefix", "in/a/", "stripPrefix", "in/"),
                        rule("includePrefix", "in/b", "stripPrefix", "in/")))
                .isEmpty();
        assertThat(collision(rule("includeSuffix", ".csv", "addPrefix", "x/"), rule("includePrefix", "x/")))
                .as("the first rule takes those keys of the second that could become the same")
                .isEmpty();
        // Different ends, or a first rule that takes those keys.
        assertThat(collision(
                        rule("includePrefix", "a/", "includeSuffix", ".csv", "stripPrefix", "a/"),
                        rule("includePrefix", "b/", "includeSuffix", ".txt", "stripPrefix", "b/")))
                .isEmpty();
        assertThat(collision(rule("includeGlob", "*.txt", "addPrefix", "t/"), rule("includePrefix", "s/")))
                .isEmpty();
        assertThat(collision(
                        rule("includePrefix", "in/", "stripPrefix", "in/"),
                        rule("includePrefix", "out/", "excludePrefix", "out/")))
                .as("a rule that includes nothing")
                .isEmpty();
    }

    @Test
    void anExclusionCanPreventACollision() {
        assertThat(collision(
                        rule("includeGlob", "in/*", "stripPrefix", "", "addPrefix", "x/"), rule("includePrefix", "x/")))
                .contains("both become \"x/in/");
        assertThat(collision(
                        rule("includeGlob", "in/*", "addPrefix", "x/"),
                        rule("includePrefix", "x/", "excludePrefix", "x/in/")))
                .isEmpty();
    }

    @Test
    void moreRulesThanFitIntoTheEnvironmentAreRefused() {
        List<Map<String, String>> rules = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            rules.add(rule("includePrefix", number + "x".repeat(400)));
        }
        assertThat(errors(Map.of("keys", rules))).contains("replication.keys: seen 2", "at most 2048");
    }

    @Test
    void rulesOfExactly2048BytesFitAndALargeRuleOfManyPartsDoesNot() {
        int rest = 2048
                - TestSettings.read(Map.of("keys", filled(4, 0)))
                        .selection()
                        .json()
                        .length();

        assertThat(errors(Map.of("keys", filled(4, rest)))).isEmpty();
        assertThat(errors(Map.of("keys", filled(4, rest + 1))))
                .contains("seen 2049 bytes of JSON, expected at most 2048");
        assertThat(errors(Map.of(
                        "keys",
                        longRule("includePrefix", "includeSuffix", "excludePrefix", "addPrefix", "excludeSuffix"))))
                .contains("replication.keys: seen 2", "at most 2048");
    }

    /** A rule whose parts have 500 characters each. */
    private static Map<String, String> longRule(String... parts) {
        return Stream.of(parts).collect(Collectors.toMap(Function.identity(), part -> "x".repeat(500)));
    }

    /** Rules whose prefixes have that many characters together, besides a digit each. */
    private static List<Map<String, String>> filled(int rules, int characters) {
        List<Map<String, String>> filled = new ArrayList<>();
        for (int number = 0; number < rules; number++) {
            filled.add(rule("includePrefix", number + "x".repeat((characters + number) / rules)));
        }
        return filled;
    }

    @Test
    void aQuestionMarkStandsForOneCharacterButASlash() {
        assertThat(collision(rule("includeGlob", "a?c", "addPrefix", "x/"), rule("includeGlob", "x/abc")))
                .contains("\"x/abc\" and \"abc\" both become \"x/abc\"");
        assertThat(collision(rule("includeGlob", "a?c", "addPrefix", "x/"), rule("includeGlob", "x/a/c")))
                .isEmpty();
    }

    @Test
    void rulesThatCannotBeComparedInReasonableTimeAreRefused() {
        String any = "?".repeat(16);

        assertThat(collision(rule("includeGlob", "**a" + any, "addPrefix", "x/"), rule("includeGlob", "x/**b" + any)))
                .contains("replication.keys: seen rules with more than 50000 combinations");
    }

    private static String collision(Map<String, String> first, Map<String, String> second) {
        return errors(Map.of("keys", List.of(first, second)));
    }

    private static Map<String, String> rule(String... parts) {
        Map<String, String> rule = new TreeMap<>();
        for (int part = 0; part < parts.length; part += 2) {
            rule.put(parts[part], parts[part + 1]);
        }
        return rule;
    }
}
