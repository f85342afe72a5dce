"""Parts of the reader of registers."""
