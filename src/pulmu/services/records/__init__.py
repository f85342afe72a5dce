"""What a place keeps: accounts, workspaces, plants, reports, audit; and what is asked of the store that keeps it."""
