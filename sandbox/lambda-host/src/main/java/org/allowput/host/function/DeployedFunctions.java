package org.allowput.host.function;

import java.io.IOException;

/** Where the host learns what is deployed. Asked at every invocation, so that a redeploy is noticed. */
public interface DeployedFunctions {
    /**
     * What a qualifier names now.
     *
     * @param qualifier {@code $LATEST}, a version's number or an alias
     * @throws FunctionNotDeployedException if there is no such function or qualifier
     */
    DeployedFunction find(String qualifier);

    /**
     * The zip that is deployed as {@code function}. Its digest is checked by the caller.
     *
     * @throws IOException if it cannot be fetched
     */
    byte[] code(DeployedFunction function) throws IOException;
}
