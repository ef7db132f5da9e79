package org.allowput.sandbox.simulation.fault;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Loads the function's classes anew, with changes. */
final class PatchedClasses extends ClassLoader {
    private static final List<String> FUNCTION = List.of("org.allowput.lambda.", "org.allowput.contract.");

    private final List<Patch> patches;

    /** @throws IllegalStateException if the product has no more what one of them changes */
    PatchedClasses(List<Patch> patches) {
        super(PatchedClasses.class.getClassLoader());
        this.patches = patches;
        for (Patch patch : patches) {
            try {
                loadClass(patch.className(), false);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (FUNCTION.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream compiled = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (compiled == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = compiled.readAllBytes();
            for (Patch patch : patches) {
                if (patch.className().equals(name)) {
                    bytes = patch.apply(bytes);
                }
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
