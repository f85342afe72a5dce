"""The only place that picks adapters and hands out services. What a command does not need is not loaded."""
