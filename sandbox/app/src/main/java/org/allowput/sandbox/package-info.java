/**
 * Two AWS accounts on this computer: an emulator, the real CDK CLI, and the deployed zip in AWS's own runtime client.
 */
package org.allowput.sandbox;
