package org.allowput.emulator.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.allowput.emulator.strict.Refusal;
import org.allowput.emulator.strict.StrictS3;

/** The requests and answers of one connection, one after the other. */
final class Exchanges {
    /** What happens to a request on its way: it is carried out, except in tests of faults. */
    @FunctionalInterface
    interface Intervention {
        /** Whether the connection can be used again. */
        boolean exchange(Exchanges exchanges, ProxiedRequest request) throws IOException;
    }

    private static final Head CONTINUE = new Head(List.of("HTTP/1.1 100 Continue"));

    private final Interception interception;
    private final InputStream fromClient;
    private final OutputStream toClient;
    private final InputStream fromServer;
    private final OutputStream toServer;

    Exchanges(StrictS3 strict, SSLContext tls, Socket client, Socket server, String serverName) throws IOException {
        SSLSocket front = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
        front.setUseClientMode(false);
        SSLSocket back = (SSLSocket) tls.getSocketFactory().createSocket(server, serverName, server.getPort(), true);
        this.interception = new Interception(strict);
        this.fromClient = new BufferedInputStream(front.getInputStream());
        this.toClient = new BufferedOutputStream(front.getOutputStream());
        this.fromServer = new BufferedInputStream(back.getInputStream());
        this.toServer = new BufferedOutputStream(back.getOutputStream());
    }

    /** Until one side ends the connection, or an intervention does by an exception. */
    void run(Intervention intervention) throws IOException {
        for (Optional<Head> head = Head.read(fromClient); head.isPresent(); head = Head.read(fromClient)) {
            if (!intervention.exchange(this, ProxiedRequest.of(head.get()))) {
                return;
            }
        }
    }

    /** Whether the connection can be used again. */
    boolean carryOut(ProxiedRequest request) throws IOException {
        Optional<Refusal> refusal = interception.refuse(request);
        if (refusal.isPresent()) {
            return refuse(request, refusal.get());
        }
        boolean whole = request.operation() == ProxiedRequest.Operation.STS || request.putsNotifications();
        return whole ? forwardWhole(request) : forward(request.head(), Body.AS_IT_IS, Body.AS_IT_IS);
    }

    /** Both bodies are small: a form or notifications, and an answer that may begin a session. */
    private boolean forwardWhole(ProxiedRequest request) throws IOException {
        Head head = request.head();
        if (head.header("Expect").isPresent()) {
            CONTINUE.write(toClient);
        }
        byte[] form = fromClient.readNBytes(Math.toIntExact(head.length().orElseThrow()));
        Optional<Refusal> refusal = interception.refuse(request, new String(form, UTF_8));
        if (refusal.isPresent()) {
            return answer(request, refusal.get());
        }
        head.without("Expect").write(toServer);
        toServer.write(form);
        toServer.flush();
        Head answer = answer();
        byte[] body = fromServer.readNBytes(Math.toIntExact(answer.length().orElseThrow()));
        interception.strict().sessions().learn(new String(form, UTF_8), new String(body, UTF_8));
        answer.write(toClient);
        toClient.write(body);
        toClient.flush();
        return !answer.header("Connection").orElse("").equalsIgnoreCase("close");
    }

    boolean forward(Head head, Body request, Body response) throws IOException {
        send(head, request);
        Head answer = answer();
        Optional<BodySlice> slice = BodySlice.of(head, answer);
        if (slice.isPresent()) {
            slice.get().head(answer).write(toClient);
            slice.get().forward(fromServer, toClient, response);
            return true;
        }
        answer.write(toClient);
        if (hasBody(head, answer)) {
            Optional<Long> length = answer.length();
            if (length.isPresent()) {
                response.forward(fromServer, toClient, length.get());
            } else {
                Body.forwardChunks(fromServer, toClient);
            }
        }
        return !answer.header("Connection").orElse("").equalsIgnoreCase("close");
    }

    void send(Head head, Body body) throws IOException {
        if (head.header("Expect").isPresent()) {
            CONTINUE.write(toClient);
        }
        head.without("Expect").withPlainSlashes().write(toServer);
        Optional<Long> length = head.length();
        if (length.isPresent()) {
            body.forward(fromClient, toServer, length.get());
        } else {
            Body.forwardChunks(fromClient, toServer);
        }
    }

    Head answer() throws IOException {
        return Head.read(fromServer).orElseThrow(EOFException::new);
    }

    private static boolean hasBody(Head request, Head answer) {
        String status = answer.word(1);
        return !request.first().startsWith("HEAD ") && !status.equals("204") && !status.equals("304");
    }

    boolean refuse(ProxiedRequest request, Refusal refusal) throws IOException {
        Head head = request.head();
        boolean waits = head.header("Expect").isPresent();
        if (!waits) {
            Body.AS_IT_IS.forward(
                    fromClient, OutputStream.nullOutputStream(), head.length().orElse(0L));
        }
        return answer(request, refusal);
    }

    private boolean answer(ProxiedRequest request, Refusal refusal) throws IOException {
        byte[] body = request.head().first().startsWith("HEAD ")
                ? new byte[0]
                : error(request.operation(), refusal).getBytes(UTF_8);
        new Head(List.of(
                        "HTTP/1.1 " + refusal.status() + " " + refusal.code(),
                        "Content-Type: application/xml",
                        "Content-Length: " + body.length,
                        "Connection: close"))
                .write(toClient);
        toClient.write(body);
        toClient.flush();
        return false;
    }

    /** STS and CloudFormation put the same element into another one. */
    private static String error(ProxiedRequest.Operation operation, Refusal refusal) {
        String error = "<Error><Code>" + refusal.code() + "</Code><Message>" + xml(refusal.message())
                + "</Message><RequestId>4442587FB7D0A2F9</RequestId><HostId>none</HostId></Error>";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + (operation == ProxiedRequest.Operation.STS ? "<ErrorResponse>" + error + "</ErrorResponse>" : error);
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
