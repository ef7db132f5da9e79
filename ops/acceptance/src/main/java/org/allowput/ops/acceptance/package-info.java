/** Deploys into two accounts, checks what only AWS can show, measures, and removes everything again. */
package org.allowput.ops.acceptance;
