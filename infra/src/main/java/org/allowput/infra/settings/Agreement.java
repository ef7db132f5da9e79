package org.allowput.infra.settings;

import java.util.HashSet;
import java.util.Set;

/** What has to hold between settings that are each well-formed. */
final class Agreement {
    private final Settings settings;
    private final Findings findings;

    Agreement(Settings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    void check() {
        bucketsDiffer();
        accountsAreTrustedOnce();
        partitionsAreTheSame();
        keysMayBeWritten();
        chainsAreFiltered();
        concurrencyIsThere();
    }

    private void bucketsDiffer() {
        BucketName source = settings.source().bucket();
        if (source.equals(settings.target().bucket())) {
            findings.problem(
                    "replication.source.bucketName: seen the target bucket, %s, expected another: copies of copies would never end"
                            .formatted(source));
        }
        if (settings.backfill().bucket().equals(source)) {
            findings.problem(
                    "replication.backfill.bucketName: seen the source bucket, %s, expected another: reports would be copied too"
                            .formatted(source));
        }
        BucketName receipts = settings.receipts().bucket();
        if (receipts.equals(source)) {
            findings.problem(
                    "replication.receipts.bucketName: seen the source bucket, %s, expected another: each receipt would bring another"
                            .formatted(source));
        }
        if (receipts.equals(settings.target().bucket())
                || receipts.equals(settings.backfill().bucket())) {
            findings.problem(
                    "replication.receipts.bucketName: seen %s, which is used otherwise, expected a bucket for receipts alone"
                            .formatted(receipts));
        }
    }

    private void chainsAreFiltered() {
        if (settings.source().bucketIsTargetToo()
                && settings.keys().includePrefix().isEmpty()) {
            findings.problem(
                    "replication.source.bucketIsTargetToo: seen true without keys.includePrefix, expected a prefix"
                            + " that nobody else's copies have: copies of copies would never end");
        }
    }

    private void accountsAreTrustedOnce() {
        Set<AccountId> seen = new HashSet<>();
        for (TrustedAccount trusted : settings.trusted()) {
            if (!seen.add(trusted.account())) {
                findings.problem(
                        "replication.furtherSources: seen account %s twice, expected each once, with its own ExternalId"
                                .formatted(trusted.account()));
            }
        }
    }

    private void partitionsAreTheSame() {
        String source = Partition.of(settings.source().region());
        String target = Partition.of(settings.target().region());
        if (!source.equals(target)) {
            findings.problem(
                    "replication.source.region: seen %s, in partition %s, expected a Region of the target's partition, %s: no role reaches across"
                            .formatted(settings.source().region(), source, target));
        }
    }

    private void keysMayBeWritten() {
        settings.source().trusted().keyPrefix().ifPresent(prefix -> {
            String written = settings.keys().addPrefix()
                    + settings.keys().includePrefix().substring(commonLength());
            if (!written.startsWith(prefix)) {
                findings.problem(
                        "replication.source.keyPrefix: seen \"%s\", expected what every written key begins with, \"%s\": account A would refuse the others"
                                .formatted(prefix, written));
            }
        });
    }

    private int commonLength() {
        KeySettings keys = settings.keys();
        return keys.includePrefix().startsWith(keys.stripPrefix())
                ? keys.stripPrefix().length()
                : 0;
    }

    private void concurrencyIsThere() {
        int wanted = settings.queue().functionConcurrency();
        settings.function()
                .reservedConcurrency()
                .filter(reserved -> reserved < wanted)
                .ifPresent(reserved -> findings.problem(
                        "replication.function.reservedConcurrency: seen %d, expected at least queue.functionConcurrency, %d: the rest would be throttled"
                                .formatted(reserved, wanted)));
    }
}
