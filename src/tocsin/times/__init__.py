"""Room `times`."""
