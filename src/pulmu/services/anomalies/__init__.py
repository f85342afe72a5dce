"""What is unusual in a meter's load or a machine's channels, and what it costs."""
