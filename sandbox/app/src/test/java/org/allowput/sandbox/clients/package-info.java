/** Programs of account B that put objects themselves: what docs/clients.md shows. */
@NullMarked
package org.allowput.sandbox.clients;

import org.jspecify.annotations.NullMarked;
