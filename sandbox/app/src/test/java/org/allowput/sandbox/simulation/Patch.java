package org.allowput.sandbox.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A change of one method of a compiled class.
 *
 * @param type the class, by its name below {@code org.allowput}
 * @param kind {@code returns}, {@code without}, {@code is} or {@code →}
 * @param what is changed: a value to return at once, the call that is left out, with the name of its class or not, or a
 *     constant
 * @param result of the call, or the other constant
 */
record Patch(String type, String method, String kind, String what, String result) {
    private static final String PACKAGE = "org.allowput.";

    /**
     * Reads one such as {@code `type.method` returns true}, {@code 1 → 2}, {@code NAME → OTHER}, {@code without call},
     * or {@code call is true} in the place of {@code returns true}.
     */
    static Patch of(String words) {
        String[] parts = words.replace("`", "").split(" ", -1);
        int dot = parts[0].lastIndexOf('.');
        String type = parts[0].substring(0, dot);
        String method = parts[0].substring(dot + 1);
        return parts.length == 3
                ? new Patch(type, method, parts[1], parts[2], "")
                : new Patch(type, method, parts[2], parts[1], parts[3]);
    }

    /**
     * Loads the function's classes again, with changes.
     *
     * @throws IllegalStateException if the product has no more what one of them changes
     */
    static ClassLoader load(List<Patch> patches) {
        ClassLoader loader = new Loader(patches);
        for (Patch patch : patches) {
            try {
                loader.loadClass(PACKAGE + patch.type());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return loader;
    }

    private byte[] apply(byte[] compiled) {
        AtomicBoolean changed = new AtomicBoolean();
        CodeTransform transform = CodeTransform.ofStateful(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return (code, element) -> {
                if (kind.equals("returns")) {
                    if (begun.compareAndSet(false, true)) {
                        addReturn(code);
                        changed.set(true);
                    }
                } else if (replace(code, element)) {
                    changed.set(true);
                } else {
                    code.with(element);
                }
            };
        });
        byte[] patched = ClassFile.of(
                        ClassFile.DeadCodeOption.PATCH_DEAD_CODE, ClassFile.DebugElementsOption.DROP_DEBUG)
                .transformClass(
                        ClassFile.of().parse(compiled),
                        ClassTransform.transformingMethodBodies(this::isOfMethod, transform));
        if (!changed.get()) {
            throw new IllegalStateException("nothing to change in " + type + "." + method);
        }
        return patched;
    }

    /** Lambda expressions of a method return something else than the method. */
    private boolean isOfMethod(MethodModel candidate) {
        String name = candidate.methodName().stringValue();
        return name.equals(method) || (!kind.equals("returns") && name.startsWith("lambda$" + method + "$"));
    }

    private void addReturn(CodeBuilder code) {
        switch (what) {
            case "true", "false" ->
                code.loadConstant(what.equals("true") ? 1 : 0).ireturn();
            case "nothing" -> code.return_();
            case "Map.of", "Set.of", "Optional.empty" -> {
                String[] parts = what.split("\\.", -1);
                ClassDesc owner = ClassDesc.of("java.util." + parts[0]);
                code.invokestatic(owner, parts[1], MethodTypeDesc.of(owner), !parts[0].equals("Optional"))
                        .areturn();
            }
            default -> throw new IllegalArgumentException("no value to return: " + what);
        }
    }

    /** Whether there is another instruction in the place of this one. */
    private boolean replace(CodeBuilder code, CodeElement element) {
        boolean replacesConstants = kind.equals("→");
        if (replacesConstants
                && element instanceof ConstantInstruction constant
                && constant.constantValue() instanceof Integer number
                && number.toString().equals(what)) {
            code.loadConstant(Integer.parseInt(result));
        } else if (replacesConstants
                && element instanceof FieldInstruction field
                && field.name().equalsString(what)) {
            code.getstatic(field.owner().asSymbol(), result, field.typeSymbol());
        } else if (!replacesConstants && element instanceof InvokeInstruction call && isOf(call)) {
            leaveOut(code, call);
        } else {
            return false;
        }
        return true;
    }

    private boolean isOf(InvokeInstruction call) {
        String name = call.name().stringValue();
        String owner = call.owner().asInternalName().replaceFirst(".*/", "");
        return what.equals(name) || what.equals(owner + "." + name);
    }

    /** Without a result of the patch, that of a builder's method is the builder. */
    private void leaveOut(CodeBuilder code, InvokeInstruction call) {
        call.typeSymbol().parameterList().reversed().forEach(parameter -> {
            if (TypeKind.from(parameter).slotSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        });
        boolean hasResult = kind.equals("is");
        boolean returnsNothing =
                call.typeSymbol().returnType().descriptorString().equals("V");
        if (hasResult ? call.opcode() != Opcode.INVOKESTATIC : returnsNothing) {
            code.pop();
        }
        if (hasResult) {
            code.loadConstant(result.equals("true") ? 1 : 0);
        }
    }

    private static final class Loader extends ClassLoader {
        private static final List<String> FUNCTION = List.of(PACKAGE + "lambda.", PACKAGE + "contract.");

        private final List<Patch> patches;

        Loader(List<Patch> patches) {
            super(Patch.class.getClassLoader());
            this.patches = patches;
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
                    if (name.equals(PACKAGE + patch.type())) {
                        bytes = patch.apply(bytes);
                    }
                }
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
