/** Compares this project with what others recorded on AWS, and with AWS's own models of its services. */
package org.allowput.sandbox.facts;
