/** The CDK app: one stack per account, made of the constructs of the packages below. */
package org.allowput.infra;
