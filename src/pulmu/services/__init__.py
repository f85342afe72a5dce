"""One file per goal of a user, and the ports they ask the outside world through."""
