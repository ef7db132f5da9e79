package org.allowput.ops;

import org.allowput.contract.FunctionClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Here, because this module has all functions on its class path. */
class FunctionClassTest {
    @ParameterizedTest
    @EnumSource
    void theStacksNameAClassOfTheFunctions(FunctionClass named) throws ClassNotFoundException {
        Class<?> unused = Class.forName(named.qualifiedName());
    }
}
