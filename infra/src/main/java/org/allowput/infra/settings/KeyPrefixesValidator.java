package org.allowput.infra.settings;

import java.util.stream.Stream;
import org.allowput.infra.settings.schema.SettingsErrors;

/** Checks below which prefixes copies and receipts are put, against those that account A allows. */
final class KeyPrefixesValidator {
    private final Settings settings;
    private final SettingsErrors errors;

    KeyPrefixesValidator(Settings settings, SettingsErrors errors) {
        this.settings = settings;
        this.errors = errors;
    }

    void validate() {
        validateKeyPrefix();
        validateDeliveredReceipts();
        validateChain();
    }

    private void validateKeyPrefix() {
        settings.source()
                .keyPrefix()
                .ifPresent(prefix -> writtenPrefixes()
                        .filter(written -> !written.startsWith(prefix))
                        .forEach(written -> errors.error(
                                "source.keyPrefix",
                                "\"" + prefix + "\"",
                                "a prefix of every target key, which begins with \"%s\": account A would deny other keys"
                                        .formatted(written))));
    }

    private void validateDeliveredReceipts() {
        settings.receipts().deliverTo().ifPresent(prefix -> {
            settings.source()
                    .keyPrefix()
                    .filter(granted -> !prefix.startsWith(granted))
                    .ifPresent(granted -> errors.error(
                            "receipts.deliverTo",
                            "\"" + prefix + "\"",
                            "a prefix that begins with source.keyPrefix, \"%s\": account A would deny other keys"
                                    .formatted(granted)));
            writtenPrefixes()
                    .filter(written -> written.startsWith(prefix))
                    .forEach(written -> errors.error(
                            "receipts.deliverTo",
                            "\"" + prefix + "\"",
                            "another prefix than that of the copies, \"%s\": nothing would be copied"
                                    .formatted(written)));
        });
    }

    /** How the keys of copies begin, for each included pattern. */
    private Stream<String> writtenPrefixes() {
        return settings.rules().stream().flatMap(rule -> rule.targetPrefixes().stream());
    }

    private void validateChain() {
        if (settings.source().bucketIsTargetToo()
                && settings.selection().prefixes().contains("")) {
            errors.error(
                    "source.bucketIsTargetToo",
                    "true without a prefix in keys.include",
                    "a prefix that no other deployment writes to: copies would be copied endlessly");
        }
    }
}
