package org.allowput.emulator.proxy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.emulator.local.TlsCertificate;

/**
 * The strict S3 in a process of its own, in front of an emulator that runs, until the process is asked to end.
 * Arguments: the port to listen on, the emulator's port, and the folder of the certificate of both.
 */
public final class StrictProxyMain {
    private StrictProxyMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmulatorAddress address =
                new EmulatorAddress(Integer.parseInt(arguments[1]), TlsCertificate.in(Path.of(arguments[2])));
        // The process is not ended from here.
        Emulator emulator = new Emulator(address, StartedProcess.of(ProcessHandle.current()));
        StrictProxy proxy = StrictProxy.startForAnyClient(emulator, Integer.parseInt(arguments[0]));
        System.out.println("strict S3 and STS at " + proxy.endpoint());
        new CountDownLatch(1).await();
    }
}
