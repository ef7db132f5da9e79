package org.allowput.contract.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.allowput.contract.selection.RequiredTag.TagDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @Test
    void theFirstRuleThatIncludesAKeyDecides() {
        Selection rules = Selection.parse("""
            [{"include": ["in/**"], "exclude": ["**.tmp"], "stripPrefix": "in/", "addPrefix": "a/"},
             {"include": ["logs/**/*.gz", "audit/**"], "addPrefix": "b/"},
             {"include": ["in/x**"], "addPrefix": "c/"}]
            """);

        assertThat(rules.targetKey("in/1")).contains("a/1");
        assertThat(rules.targetKey("in/x")).contains("a/x");
        assertThat(rules.targetKey("in/x.tmp")).contains("c/in/x.tmp");
        assertThat(rules.targetKey("in/1.tmp")).isEmpty();
        assertThat(rules.targetKey("logs/2026/01/1.gz")).contains("b/logs/2026/01/1.gz");
        assertThat(rules.targetKey("logs/1.gz")).isEmpty();
        assertThat(rules.targetKey("audit/1")).contains("b/audit/1");
        assertThat(rules.sourceKey("a/1")).contains("in/1");
        assertThat(rules.sourceKey("c/in/x.tmp")).contains("in/x.tmp");
        assertThat(rules.sourceKey("c/in/x")).isEmpty();
    }

    @Test
    void aKeyThatTheDecidingRuleDoesNotCopyIsNotCopiedByALaterRule() {
        Selection rules = Selection.parse("""
            [{"include": ["in/**"], "stripPrefix": "in/", "deliverTo": "x"}, {"include": ["in/x"], "stripPrefix": "in/"}]
            """);

        assertThat(rules.targetKey("in/")).isEmpty();
        assertThat(rules.targetKey("in/x")).isEmpty();
        assertThat(rules.targetKey("in/y")).contains("y");
    }

    @Test
    void aKeyIsExcludedByAnyPattern() {
        Selection rules = Selection.parse("""
            [{"exclude": ["tmp/**", "**.tmp"], "addPrefix": "a/"}, {"exclude": ["**/*.bak"], "addPrefix": "b/"}]
            """);

        assertThat(rules.targetKey("x")).contains("a/x");
        assertThat(rules.targetKey("tmp/x")).contains("b/tmp/x");
        assertThat(rules.targetKey("x.tmp")).contains("b/x.tmp");
        assertThat(rules.targetKey("tmp/x.bak")).isEmpty();
        assertThat(rules.exclusion("tmp/x.bak"))
                .contains("the rule {\"addPrefix\":\"a/\",\"exclude\":[\"tmp/**\",\"**.tmp\"],\"include\":[\"**\"]}"
                        + " leaves it out");
        assertThat(Selection.of(KeyRule.of("in/**", "", "")).exclusion("x"))
                .contains("no rule includes it: [{\"include\":[\"in/**\"]}]");
    }

    @Test
    void aKeyShorterThanAPrefixThatIsAddedComesFromNoKey() {
        assertThat(Selection.parse("[{\"addPrefix\": \"from-b/\"}]").sourceKey("a"))
                .isEmpty();
    }

    @Test
    void theRuleThatDecidesForAKeyDecidesByTheSizeToo() {
        Selection rules = Selection.parse("""
            [{"include": ["in/**"], "minBytes": 10, "maxBytes": 20, "addPrefix": "a/"}, {"addPrefix": "b/", "maxBytes": 30}]
            """);

        assertThat(rules.exclusion("in/a", 9)).contains("the object has 9 bytes, less than keys.minBytes, 10");
        assertThat(rules.exclusion("in/a", 10)).isEmpty();
        assertThat(rules.exclusion("in/a", 20)).isEmpty();
        assertThat(rules.exclusion("in/a", 21)).contains("the object has 21 bytes, more than keys.maxBytes, 20");
        assertThat(rules.targetKey("in/a")).contains("a/in/a");
        assertThat(rules.exclusion("b", 30)).isEmpty();
        assertThat(rules.exclusion("b", 31)).isPresent();
        assertThat(rules.sizes()).isEqualTo(new SizeRange(0, 30));
        assertThat(Selection.parse(rules.json())).isEqualTo(rules);
        assertThat(Selection.ALL.exclusion("a", Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Selection rules = Selection.parse("""
            [{"include": ["a \\"b\\"\\\\/**.csv", "a ?"], "exclude": ["a/x**", "**.tmp"], "stripPrefix": "a ",
              "addPrefix": "é/", "minBytes": 1, "maxBytes": 3000000000}]
            """);

        assertThat(rules.rules().getFirst().include().getFirst()).isEqualTo(new KeyPattern("a \"b\"\\/**.csv"));
        assertThat(Selection.parse(rules.json())).isEqualTo(rules);
        assertThat(Selection.ALL.json())
                .isEqualTo("[{\"addPrefix\":\"\",\"deliverTo\":\"\",\"include\":[\"**\"],\"requiredTag\":\"\"}]");
    }

    @Test
    void theRequiredTagDecidesByNameAndValue() {
        Selection selection = Selection.parse("[{\"requiredTag\": \"scan=a=b\"}]");

        assertThat(selection.decideByTags("k", Map.of("scan", "a=b", "other", "c")))
                .isEqualTo(new TagDecision.Permitted());
        assertThat(selection.decideByTags("k", Map.of("Scan", "a=b")))
                .isEqualTo(new TagDecision.Waiting("the object does not have the tag scan yet"));
        assertThat(selection.decideByTags("k", Map.of("scan", "A=b")))
                .isEqualTo(new TagDecision.Refused("the object's tag scan is 'A=b'; required is 'a=b'"));
        assertThat(selection.requiresTag()).isTrue();
        assertThat(Selection.parse(selection.json())).isEqualTo(selection);
        assertThat(Selection.ALL.decideByTags("k", Map.of())).isEqualTo(new TagDecision.Permitted());
    }

    @Test
    void whatARuleDoesNotStateIsEmpty() {
        assertThat(Selection.parse("[{}]")).isEqualTo(Selection.ALL);
        assertThat(Selection.ALL.requiresTag()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "=clean", "scan=", "aws:scan=clean", "scan=a\"b", "sc\"an=b", "scan=a|b"})
    void aTagThatS3DoesNotPermitIsRefused(String tag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequiredTag.parse(tag))
                .withMessageContaining("expected NAME=VALUE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[1]",
                "[{}",
                "[{}] 1",
                "[{}, 1]",
                "[{}, []]",
                "{",
                "{}",
                "\"in/\"",
                "{\"prefix\": \"in/\"}",
                "[{\"include\": \"in/**\"}]",
                "[{\"include\": [1]}]",
                "[{\"include\": []}]",
                "[{\"include\": [\"\"]}]",
                "[{\"exclude\": null}]",
                "[{\"exclude\": [null]}]",
                "[null]",
                "[{\"minBytes\": null}]",
                "[{\"addPrefix\": 1}]",
                "[{\"addPrefix\": \"a/\", \"addPrefix\": \"b/\"}]",
                "[{\"includePrefix\": \"in/\"}]",
                "[{\"minBytes\": 1.5}]",
                "[{\"maxBytes\": \"1\"}]",
                "[{\"maxBytes\": -1}]",
                "[{\"maxBytes\": 99999999999999999999}]",
                "[{\"minBytes\": 2, \"maxBytes\": 1}]",
                "[{\"stripPrefix\": \"in/\"}]",
                "[{}, {\"addPrefix\": \"a/\"}]"
            })
    void whatIsNoListOfRulesIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Selection.parse(json));
    }

    @Test
    void thePrefixesAndTheSuffixHoldForEveryCopiedKey() {
        Selection rules = Selection.parse("""
            [{"include": ["in/a**.a.csv", "in/**.csv"]}, {"include": ["out/?-🎉.csv"]}]
            """);

        assertThat(rules.prefixes()).containsExactly("in/", "out/");
        assertThat(rules.suffix()).isEqualTo(".csv");
        assertThat(Selection.parse("[{\"include\": [\"*🎉\", \"*\uD83D\uDE89\"]}]")
                        .suffix())
                .as("two characters with one half the same")
                .isEmpty();
        assertThat(Selection.ALL.prefixes()).containsExactly("");
        assertThat(Selection.ALL.suffix()).isEmpty();
    }

    @Test
    void rulesByWhichTwoKeysCouldBecomeOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.parse("""
                    [{"include": ["a/**"], "stripPrefix": "a/"}, {"include": ["b/**"], "stripPrefix": "b/"}]
                    """))
                .withMessage(
                        "rules 1 and 2 with addPrefix \"\" and \"\", by which two source keys could become the same"
                                + " target key; expected of each two rules neither addPrefix to be the beginning of the"
                                + " other, unless both have the same addPrefix and the same stripPrefix");
    }

    @Test
    void nothingIsCopiedToWhereReceiptsAreDelivered() {
        Selection rules = new Selection(
                List.of(KeyRule.of("in/**", "in/", "out/"), KeyRule.of("notes/**", "notes/", "_deliveries/")));
        Selection selection = rules.deliveringTo("out/_deliveries/");

        assertThat(selection.targetKey("in/_deliveries/0/x")).isEmpty();
        assertThat(selection.exclusion("in/_deliveries/0/x")).isPresent();
        assertThat(selection.sourceKey("out/_deliveries/0/x")).isEmpty();
        assertThat(selection.targetKey("in/_deliveries")).contains("out/_deliveries");
        assertThat(selection.targetKey("notes/x")).contains("_deliveries/x");
        assertThat(selection.deliverTo()).contains("out/_deliveries/");
        assertThat(Selection.parse(selection.json())).isEqualTo(selection);
        assertThat(rules.deliverTo()).isEmpty();
    }
}
