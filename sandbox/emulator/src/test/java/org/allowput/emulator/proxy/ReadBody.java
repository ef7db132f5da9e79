package org.allowput.emulator.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** A body that somebody else gets, too, before it is forwarded. */
record ReadBody(Consumer<String> by) implements Body {
    @Override
    public void forward(InputStream in, OutputStream out, long length) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(length));
        by.accept(new String(bytes, UTF_8));
        out.write(bytes);
        out.flush();
    }
}
