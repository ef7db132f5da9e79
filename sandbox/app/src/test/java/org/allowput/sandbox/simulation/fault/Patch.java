package org.allowput.sandbox.simulation.fault;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
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
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A change of one method of a compiled class.
 *
 * @param type the class, by its name below {@code org.allowput}
 * @param lambdas whether the lambda expressions of the method are changed as well
 * @param code makes the change of one method
 */
record Patch(String type, String method, boolean lambdas, Supplier<Change> code) {
    private static final String PACKAGE = "org.allowput.";
    private static final ClassDesc MAP = ClassDesc.of("java.util.Map");
    private static final ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");

    /** A change of instructions. */
    @FunctionalInterface
    interface Change {
        /** Adds the instruction, or others instead. Returns whether it added others. */
        boolean accept(CodeBuilder builder, CodeElement element);
    }

    /**
     * Reads one such as {@code `type.method` returns true}, {@code 1 → 2}, {@code NAME → OTHER}, {@code without call},
     * or {@code call is true} in the place of {@code returns true}.
     */
    static Patch of(String words) {
        String[] parts = words.replace("`", "").split(" ", -1);
        int dot = parts[0].lastIndexOf('.');
        String type = parts[0].substring(0, dot);
        String method = parts[0].substring(dot + 1);
        return switch (parts[1]) {
            case "returns" -> returning(type, method, parts[2]);
            case "without" -> without(type, method, parts[2]);
            default -> {
                if (parts[2].equals("is")) {
                    yield answering(type, method, parts[1], Boolean.parseBoolean(parts[3]));
                }
                yield parts[1].matches("\\d+")
                        ? replacing(type, method, Integer.valueOf(parts[1]), Integer.valueOf(parts[3]))
                        : replacingField(type, method, parts[1], parts[3]);
            }
        };
    }

    /** The method returns that at once. */
    private static Patch returning(String type, String method, String value) {
        return new Patch(type, method, false, () -> {
            AtomicBoolean begun = new AtomicBoolean();
            return (builder, element) -> {
                if (begun.compareAndSet(false, true)) {
                    addReturn(builder, value);
                }
                return true;
            };
        });
    }

    private static void addReturn(CodeBuilder builder, String value) {
        switch (value) {
            case "true", "false" ->
                builder.loadConstant(value.equals("true") ? 1 : 0).ireturn();
            case "nothing" -> builder.return_();
            case "Map.of" ->
                builder.invokestatic(MAP, "of", MethodTypeDesc.of(MAP), true).areturn();
            case "Optional.empty" ->
                builder.invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL))
                        .areturn();
            default -> throw new IllegalArgumentException("no value to return: " + value);
        }
    }

    /** A constant is another. */
    private static Patch replacing(String type, String method, ConstantDesc from, ConstantDesc to) {
        return new Patch(type, method, true, () -> (builder, element) -> {
            if (element instanceof ConstantInstruction constant
                    && constant.constantValue().equals(from)) {
                builder.loadConstant(to);
                return true;
            }
            builder.with(element);
            return false;
        });
    }

    /** A constant of an enum is another. */
    private static Patch replacingField(String type, String method, String from, String to) {
        return new Patch(type, method, true, () -> (builder, element) -> {
            if (element instanceof FieldInstruction field && field.name().equalsString(from)) {
                builder.getstatic(field.owner().asSymbol(), to, field.typeSymbol());
                return true;
            }
            builder.with(element);
            return false;
        });
    }

    /** A call is left out: of a builder, which then is the result, or of a method that returns nothing. */
    private static Patch without(String type, String method, String called) {
        return new Patch(type, method, true, () -> (builder, element) -> {
            if (element instanceof InvokeInstruction call && isOf(call, called)) {
                popArguments(builder, call);
                if (call.typeSymbol().returnType().descriptorString().equals("V")) {
                    builder.pop();
                }
                return true;
            }
            builder.with(element);
            return false;
        });
    }

    /** A call is left out, and this is its result. */
    private static Patch answering(String type, String method, String called, boolean result) {
        return new Patch(type, method, true, () -> (builder, element) -> {
            if (element instanceof InvokeInstruction call && isOf(call, called)) {
                popArguments(builder, call);
                if (call.opcode() != Opcode.INVOKESTATIC) {
                    builder.pop();
                }
                builder.loadConstant(result ? 1 : 0);
                return true;
            }
            builder.with(element);
            return false;
        });
    }

    /** @param called its name, or with the name of its class before it */
    private static boolean isOf(InvokeInstruction call, String called) {
        String name = call.name().stringValue();
        String type = call.owner().asInternalName().replaceFirst(".*/", "");
        return called.equals(name) || called.equals(type + "." + name);
    }

    private static void popArguments(CodeBuilder builder, InvokeInstruction call) {
        call.typeSymbol().parameterList().reversed().forEach(parameter -> {
            if (TypeKind.from(parameter).slotSize() == 2) {
                builder.pop2();
            } else {
                builder.pop();
            }
        });
    }

    String className() {
        return PACKAGE + type;
    }

    /** @throws IllegalStateException if there is nothing to change */
    byte[] apply(byte[] compiled) {
        AtomicBoolean changed = new AtomicBoolean();
        ClassModel model = ClassFile.of().parse(compiled);
        Predicate<MethodModel> matches = candidate -> {
            String name = candidate.methodName().stringValue();
            return name.equals(method) || (lambdas && name.startsWith("lambda$" + method + "$"));
        };
        CodeTransform transform = CodeTransform.ofStateful(() -> {
            Change change = code.get();
            return (builder, element) -> {
                if (change.accept(builder, element)) {
                    changed.set(true);
                }
            };
        });
        byte[] patched = ClassFile.of(
                        ClassFile.DeadCodeOption.PATCH_DEAD_CODE, ClassFile.DebugElementsOption.DROP_DEBUG)
                .transformClass(model, ClassTransform.transformingMethodBodies(matches, transform));
        if (!changed.get()) {
            throw new IllegalStateException("nothing to change in " + type + "." + method);
        }
        return patched;
    }
}
