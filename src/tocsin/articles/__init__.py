"""Room `articles`."""
