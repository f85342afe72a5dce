"""How people and programs come in: sign-up, log-in, one-time codes, sessions, tokens, invitations."""
