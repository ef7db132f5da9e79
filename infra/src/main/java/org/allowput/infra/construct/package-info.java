/** The parts that several constructs are made of. */
package org.allowput.infra.construct;
