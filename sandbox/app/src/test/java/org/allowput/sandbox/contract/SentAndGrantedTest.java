package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.allowput.emulator.strict.ConditionContext;
import org.allowput.emulator.strict.RequiredActions.Required;
import org.allowput.sandbox.contract.OptInGrants.GrantedAction;
import org.junit.jupiter.api.Test;

/**
 * The actions that AWS asks for, by the requests that the function sends, are those that the templates grant with the
 * same settings: all that are needed, and none besides. Both lists are files that tests of their modules write and
 * compare.
 */
class SentAndGrantedTest {
    private final List<WireChapter> chapters = WireChapter.read();
    private final List<OptInGrants> optIns = OptInGrants.read();
    private final Optional<String> queueKey =
            optIns.stream().flatMap(optIn -> optIn.queueKey().stream()).findFirst();

    SentAndGrantedTest() throws IOException {}

    @Test
    void everyActionThatARequestNeedsIsGrantedWithTheSameSettings() {
        List<String> missing = new ArrayList<>();
        for (WireChapter chapter : chapters) {
            List<GrantedAction> grants =
                    granted(chapter.optIns(), optIn -> optIn.queueKey().isPresent());
            for (WireChapter.SentRequest request : chapter.requests()) {
                request.required(queueKey).stream()
                        .filter(required -> grants.stream().noneMatch(grant -> grants(grant, required, request)))
                        .forEach(required -> missing.add(chapter + ": " + required + " for " + request.line()));
            }
        }
        assertThat(missing).isEmpty();
    }

    /**
     * Not asked for by a request: s3:ListBucket makes S3 answer 404 for what is gone, not 403; kms:Decrypt of the
     * source's key is needed by an object's state. Lambda receives and deletes messages with the function's role.
     */
    @Test
    void nothingIsGrantedThatNoRequestNeeds() {
        List<String> unused = new ArrayList<>();
        for (OptInGrants optIn : optIns) {
            Map<String, String> names = names(optIn);
            optIn.grants(names).stream()
                    .filter(grant -> grant.permission().action().matches("(s3|kms|sts|sqs|states|events):.*"))
                    .filter(grant -> chapters.stream()
                            .filter(chapter -> chapter.optIns()
                                    .keySet()
                                    .containsAll(optIn.variables().keySet()))
                            .flatMap(chapter -> chapter.requests().stream())
                            .noneMatch(request -> request.required(optIn.queueKey()).stream()
                                    .anyMatch(required -> grants(grant, required, request))))
                    .forEach(grant -> unused.add(optIn.setting().replaceFirst("=.*", "") + ": "
                            + grant.permission().action()));
        }
        assertThat(unused)
                .containsExactly(
                        "none: sqs:DeleteMessage",
                        "none: sqs:GetQueueAttributes",
                        "none: sqs:ReceiveMessage",
                        "source.kmsKeyArn: kms:Decrypt",
                        "largeObjects.enabled: s3:ListBucket",
                        "largeObjects.enabled: s3:ListBucket");
    }

    @Test
    void everyVariableOfAnOptInIsInSomeChapterOfTheContract() {
        Set<String> recorded = new HashSet<>();
        chapters.forEach(chapter -> recorded.addAll(chapter.optIns().keySet()));

        assertThat(optIns)
                .allSatisfy(optIn ->
                        assertThat(recorded).containsAll(optIn.variables().keySet()));
        assertThat(optIns).flatExtracting(optIn -> optIn.variables().keySet()).containsAll(recorded);
    }

    private Map<String, String> names(OptInGrants optIn) {
        return chapters.stream()
                .map(WireChapter::optIns)
                .filter(variables ->
                        variables.keySet().containsAll(optIn.variables().keySet()))
                .findFirst()
                .orElse(Map.of());
    }

    /** What the two roles may do with those variables, and with further settings that set no variable. */
    private List<GrantedAction> granted(Map<String, String> variables, Predicate<OptInGrants> further) {
        return optIns.stream()
                .filter(optIn -> optIn.setting().equals(OptInGrants.NONE)
                        || further.test(optIn)
                        || (!optIn.variables().isEmpty()
                                && variables
                                        .keySet()
                                        .containsAll(optIn.variables().keySet())))
                .flatMap(optIn -> optIn.grants(variables).stream())
                .toList();
    }

    private static boolean grants(GrantedAction grant, Required required, WireChapter.SentRequest request) {
        return grant.toRole() == request.byRole()
                && request.s3()
                        .map(ConditionContext::of)
                        .orElse(ConditionContext.NONE)
                        .isAllowedBy(grant.policy(), required);
    }
}
