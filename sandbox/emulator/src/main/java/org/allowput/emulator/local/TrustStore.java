package org.allowput.emulator.local;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the certificates of one store and in no others. */
public record TrustStore(Path store) {
    public TrustManager[] managers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(KeyStore.getInstance(store.toFile(), TlsCertificate.TRUST_STORE_PASSWORD.toCharArray()));
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new SetupException("The trust store " + store + " cannot be read: " + e.getMessage(), e);
        }
    }

    public SSLContext context() {
        return Unchecked.get(() -> {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(), null);
            return context;
        });
    }
}
