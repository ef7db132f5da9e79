/** The two ways to deploy: plain templates and the CDK. */
package org.allowput.ops.acceptance.deploy;
