"""The edge: each module fulfils a port of the services, and none knows another."""
