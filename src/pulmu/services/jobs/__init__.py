"""Long work: asked for by somebody, done by another process as if by them, once, or not at all."""
