/** What several constructs are made of. */
package org.allowput.infra.construct;
