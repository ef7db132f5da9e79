/** One runtime: AWS's Java runtime client in a child JVM, and the Runtime API that it calls. */
package org.allowput.host.runtime;
