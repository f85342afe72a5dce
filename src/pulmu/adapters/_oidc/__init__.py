"""What talks to an identity provider, and believes it nothing it did not sign."""
