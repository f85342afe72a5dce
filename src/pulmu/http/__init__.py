"""What every surface over HTTP shares: one app, who asks, in which language, and how much is read of a body."""
