package org.allowput.contract.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRuleTest {
    @Test
    void everyKeyIsCopiedUnchangedUnlessARuleSaysOtherwise() {
        assertThat(Selection.ALL.targetKey("a/b c+d%20.txt")).contains("a/b c+d%20.txt");
        assertThat(Selection.ALL.targetKey("../x")).contains("../x");
    }

    @Test
    void onlyKeysWithThePatternsPrefixAndSuffixAreIncluded() {
        KeyRule rule = KeyRule.of("in/**.csv", "", "");

        assertThat(rule.targetKey("in/a.csv")).contains("in/a.csv");
        assertThat(rule.targetKey("in/.csv")).contains("in/.csv");
        assertThat(rule.targetKey("in/a.csv.gz")).isEmpty();
        assertThat(rule.targetKey("xin/a.csv")).isEmpty();
        assertThat(rule.targetKey("IN/a.csv")).isEmpty();
    }

    @Test
    void aPrefixIsReplacedByAnother() {
        KeyRule rule = KeyRule.of("in/2026/**", "in/", "from-b/");

        assertThat(rule.targetKey("in/2026/a")).contains("from-b/2026/a");
        assertThat(rule.targetKey("in/2025/a")).isEmpty();
        assertThat(rule.targetPrefixes()).containsExactly("from-b/2026/");
    }

    @Test
    void theKeyOfAStrippedFolderIsNotCopiedToNoKey() {
        assertThat(KeyRule.of("in/**", "in/", "").targetKey("in/")).isEmpty();
        assertThat(KeyRule.of("in/**", "in/", "x/").targetKey("in/")).contains("x/");
    }

    @Test
    void aRuleThatCouldMapTwoKeysToOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRule.of("**", "in/", ""))
                .withMessage("two keys could map to one: the pattern '**' of include does not begin with stripPrefix,"
                        + " 'in/', so some keys would lose it and some have none to lose; begin each pattern with it");
        for (String include : List.of("in", "in*", "i?/**", "*in/")) {
            assertThatIllegalArgumentException().as(include).isThrownBy(() -> KeyRule.of(include, "in/", ""));
        }
    }

    @Test
    void aRuleThatIncludesNoKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRule(List.of(), List.of(), SizeRange.ANY, "", "", Optional.empty(), ""))
                .withMessageContaining("expected at least one, such as ** for every key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyPattern(""))
                .withMessageContaining("a pattern of 0 bytes; expected 1 to 1024 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyPattern("é".repeat(513)))
                .withMessageContaining("a pattern of 1026 bytes");
    }

    @Test
    void aPrefixThatIsLongerThanAnyKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRule.of("**", "", "é".repeat(513)))
                .withMessageContaining("addPrefix has 1026 bytes");
        assertThat(KeyRule.of("**", "", "é".repeat(512)).targetKey("k")).isPresent();
    }
}
