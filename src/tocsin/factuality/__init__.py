"""Room `factuality`."""
