package org.allowput.contract.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.contract.selection.RequiredTag.Clearance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @Test
    void theFirstRuleThatIncludesAKeyDecides() {
        Selection rules = Selection.parse("""
            [{"includePrefix": "in/", "excludeSuffix": ".tmp", "stripPrefix": "in/", "addPrefix": "a/"},
             {"includeGlob": "logs/**/*.gz", "addPrefix": "b/"},
             {"includePrefix": "in/x", "addPrefix": "c/"}]
            """);

        assertThat(rules.targetKey("in/1")).contains("a/1");
        assertThat(rules.targetKey("in/x")).contains("a/x");
        assertThat(rules.targetKey("in/x.tmp")).contains("c/in/x.tmp");
        assertThat(rules.targetKey("in/1.tmp")).isEmpty();
        assertThat(rules.targetKey("logs/2026/01/1.gz")).contains("b/logs/2026/01/1.gz");
        assertThat(rules.targetKey("logs/1.gz")).isEmpty();
        assertThat(rules.sourceKey("a/1")).contains("in/1");
        assertThat(rules.sourceKey("c/in/x.tmp")).contains("in/x.tmp");
        assertThat(rules.sourceKey("c/in/x")).isEmpty();
    }

    @Test
    void aKeyThatTheDecidingRuleWouldLeaveEmptyIsNotCopiedByALaterRule() {
        Selection rules = Selection.parse("[{\"includePrefix\": \"in/\", \"stripPrefix\": \"in/\"}, {}]");

        assertThat(rules.targetKey("in/")).isEmpty();
        assertThat(rules.targetKey("out/")).contains("out/");
    }

    @Test
    void aKeyIsExcludedByAnyPartThatIsNotEmpty() {
        Selection rules = Selection.parse("""
            [{"excludePrefix": "tmp/"}, {"excludeSuffix": ".tmp", "addPrefix": "b/"},
             {"excludeGlob": "*.bak", "addPrefix": "c/"}]
            """);

        assertThat(rules.targetKey("a")).contains("a");
        assertThat(rules.targetKey("tmp/a")).contains("b/tmp/a");
        assertThat(rules.targetKey("tmp/a.tmp")).contains("c/tmp/a.tmp");
        Selection all =
                Selection.parse("[{\"excludePrefix\": \"x/\", \"excludeSuffix\": \".y\", \"excludeGlob\": \"*.z\"}]");
        assertThat(all.targetKey("a")).contains("a");
        assertThat(Stream.of("x/a", "a.y", "a.z").map(all::targetKey)).allMatch(Optional::isEmpty);
    }

    @Test
    void aKeyShorterThanAPrefixThatIsAddedComesFromNoKey() {
        assertThat(Selection.parse("[{\"addPrefix\": \"from-b/\"}]").sourceKey("a"))
                .isEmpty();
    }

    @Test
    void theRuleThatDecidesForAKeyDecidesByTheSizeToo() {
        Selection rules = Selection.parse("""
            [{"includePrefix": "in/", "minBytes": 10, "maxBytes": 20, "addPrefix": "a/"}, {"maxBytes": 30}]
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
            [{"includePrefix": "a \\"b\\"\\\\/", "includeSuffix": ".csv", "includeGlob": "**", "excludePrefix": "a/x",
              "excludeSuffix": ".tmp", "excludeGlob": "a/?", "stripPrefix": "a ", "addPrefix": "é/"}, {}]
            """);

        assertThat(rules.rules().getFirst().include().prefix()).isEqualTo("a \"b\"\\/");
        assertThat(Selection.parse(rules.json())).isEqualTo(rules);
        assertThat(Selection.ALL.json())
                .isEqualTo("[{\"addPrefix\":\"\",\"deliverTo\":\"\",\"includePrefix\":\"\",\"requiredTag\":\"\"}]");
    }

    @Test
    void theRequiredTagDecidesByNameAndValue() {
        Selection selection = Selection.parse("[{\"requiredTag\": \"scan=a=b\"}]");

        assertThat(selection.clearance("k", Map.of("scan", "a=b", "other", "c")))
                .isEqualTo(new Clearance.Cleared());
        assertThat(selection.clearance("k", Map.of("Scan", "a=b")))
                .isEqualTo(new Clearance.Waiting("the object does not have the tag scan yet"));
        assertThat(selection.clearance("k", Map.of("scan", "A=b")))
                .isEqualTo(new Clearance.Refused("the object's tag scan is 'A=b'; required is 'a=b'"));
        assertThat(selection.requiresTag()).isTrue();
        assertThat(Selection.parse(selection.json())).isEqualTo(selection);
        assertThat(Selection.ALL.clearance("k", Map.of())).isEqualTo(new Clearance.Cleared());
    }

    /** As an older release has written it. */
    @Test
    void rulesWithoutAWordOfTagsRequireNone() {
        Selection selection = Selection.parse("[{\"addPrefix\":\"\",\"deliverTo\":\"\",\"includePrefix\":\"\"}]");

        assertThat(selection).isEqualTo(Selection.ALL);
        assertThat(selection.requiresTag()).isFalse();
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
                "[{\"includePrefix\": 1}]",
                "[{\"maxBytes\": \"1\"}]",
                "[{\"maxBytes\": -1}]",
                "[{\"maxBytes\": 99999999999999999999}]",
                "[{\"minBytes\": 2, \"maxBytes\": 1}]",
                "[{\"stripPrefix\": \"in/\"}]"
            })
    void whatIsNoListOfRulesIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Selection.parse(json));
    }

    @Test
    void thePrefixesAndSuffixesHoldForEveryCopiedKey() {
        Selection rules = Selection.parse("""
            [{"includePrefix": "in/a", "includeSuffix": ".csv"}, {"includePrefix": "in/", "includeSuffix": ".txt"},
             {"includePrefix": "out/", "includeSuffix": ".csv"}]
            """);

        assertThat(rules.prefixes()).containsExactly("in/", "out/");
        assertThat(rules.suffixes()).containsExactly(".csv", ".txt");
        assertThat(Selection.ALL.prefixes()).containsExactly("");
        assertThat(Selection.ALL.suffixes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*.csv, a.csv, true",
        "*.csv, .csv, true",
        "*.csv, a/b.csv, false",
        "**.csv, a/b.csv, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a//b, true",
        "a/**/b, a/b, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "a?c, ac, false",
        "?, 🎉, true",
        "a*b*c, a1b2c, true",
        "a*b*c, a1b2, false",
        "***, a/b, true",
        "[ab], a, false",
        "[ab], [ab], true"
    })
    void aGlobMatchesWholeKeys(String glob, String key, boolean matches) {
        assertThat(KeyPattern.glob(glob).matches(key)).isEqualTo(matches);
    }

    @Test
    void aGlobWithManyStarsTakesNoLongerThanItsLength() {
        assertThat(KeyPattern.glob("**a".repeat(300) + "b").matches("a".repeat(1024)))
                .isFalse();
    }

    @Test
    void nothingIsCopiedToWhereReceiptsAreDelivered() {
        Selection rules = new Selection(
                List.of(new KeyRule("in/", "", "in/", "out/"), new KeyRule("notes/", "", "notes/", "_deliveries/")));
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
