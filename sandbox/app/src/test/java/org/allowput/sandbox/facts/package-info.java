/** Compares this project with what others recorded on AWS. */
package org.allowput.sandbox.facts;
