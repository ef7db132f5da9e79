package org.allowput.emulator.strict;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;

@FunctionalInterface
public interface BucketOwners {
    /** Nothing if there is no such bucket. */
    Optional<String> of(String bucket);

    static BucketOwners of(Map<String, String> owners) {
        return bucket -> Optional.ofNullable(owners.get(bucket));
    }

    /** Finds buckets in the source and target accounts, whenever they are created. */
    static BucketOwners in(Emulator emulator) {
        Map<String, String> found = new ConcurrentHashMap<>();
        return bucket -> {
            Optional<String> owner = Optional.ofNullable(found.get(bucket))
                    .or(() -> Stream.of(emulator.source(), emulator.target())
                            .filter(account -> has(account, bucket))
                            .map(Account::id)
                            .findFirst());
            owner.ifPresent(id -> found.put(bucket, id));
            return owner;
        };
    }

    private static boolean has(Account account, String name) {
        return account.s3().listBuckets().buckets().stream()
                .anyMatch(bucket -> bucket.name().equals(name));
    }
}
