package org.allowput.emulator.proxy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Which requests suffer what, by rules, and a list of all that came. */
final class Rules {
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();

    void add(Rule rule) {
        rules.add(rule);
    }

    /** The fault of this request, if any. Every rule counts the request. */
    Optional<Fault> faultOf(ProxiedRequest request) {
        requests.add(request);
        List<Fault> faults = rules.stream()
                .filter(rule -> rule.appliesTo(request))
                .map(Rule::fault)
                .toList();
        return faults.stream().findFirst();
    }

    List<ProxiedRequest> requests(Predicate<ProxiedRequest> which) {
        return requests.stream().filter(which).toList();
    }

    void reset() {
        rules.clear();
        requests.clear();
    }
}
