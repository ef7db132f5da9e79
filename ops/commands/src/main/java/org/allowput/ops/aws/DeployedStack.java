package org.allowput.ops.aws;

/** A stack that is deployed, and the clients of a principal of its account, in its Region. */
public record DeployedStack(ServiceClients clients, StackOutputs outputs) {}
