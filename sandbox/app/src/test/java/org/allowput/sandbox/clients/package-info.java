/** Programs of account B that put objects themselves: what docs/clients.md shows. */
package org.allowput.sandbox.clients;
