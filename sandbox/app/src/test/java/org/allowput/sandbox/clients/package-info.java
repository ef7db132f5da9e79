/** Programs of account B that put objects themselves: what docs/put-yourself.md shows. */
package org.allowput.sandbox.clients;
