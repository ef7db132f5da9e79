/** The demo: files put as account B, and compared as account A. */
package org.allowput.sandbox.demo;
