"""Who may do what, and the one way to the store: authorised, and noted in the audit."""
