"""Room `actors`."""
