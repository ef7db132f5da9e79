package org.allowput.ops.plan;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.plan.price.Quota;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The quotas that AWS granted to account B.
 *
 * @param err where a quota is named that Service Quotas does not tell, for which the default is assumed
 * @see <a href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html">
 *     GetServiceQuota</a>
 */
public record LiveQuotas(ProfileClients clients, PrintWriter err) {
    private static final String SERVICE = "servicequotas";

    /** Those that have a code. */
    public Map<Quota, Double> applied() {
        Map<Quota, Double> applied = new EnumMap<>(Quota.class);
        for (Quota quota : Quota.values()) {
            String[] codes = quota.code().split("/", -1);
            if (codes.length == 2) {
                ProfileClients.Answer answer = ask(codes[0], codes[1]);
                value(answer)
                        .ifPresentOrElse(
                                value -> applied.put(quota, value),
                                () -> err.printf(
                                        "%s: Service Quotas answered %d, the default is assumed%n",
                                        quota.what(), answer.status()));
            }
        }
        return applied;
    }

    private ProfileClients.Answer ask(String service, String code) {
        URI endpoint = clients.endpoint()
                .orElseGet(() ->
                        URI.create("https://" + SERVICE + "." + clients.region().id() + "."
                                + clients.region().metadata().partition().dnsSuffix()));
        try {
            return clients.send(
                    SdkHttpRequest.builder()
                            .method(SdkHttpMethod.POST)
                            .uri(endpoint)
                            .encodedPath("/")
                            .putHeader("Content-Type", "application/x-amz-json-1.1")
                            .putHeader("X-Amz-Target", "ServiceQuotasV20190624.GetServiceQuota")
                            .build(),
                    JSON.std.asBytes(Map.of("ServiceCode", service, "QuotaCode", code)),
                    SERVICE);
        } catch (IOException e) {
            throw OperationException.ofAws("Service Quotas got no answer from " + endpoint + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Double> value(ProfileClients.Answer answer) {
        try {
            return answer.status() == 200
                            && JSON.std.mapFrom(answer.body()).get("Quota") instanceof Map<?, ?> quota
                            && quota.get("Value") instanceof Number value
                    ? Optional.of(value.doubleValue())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
