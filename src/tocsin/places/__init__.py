"""Room `places`."""
