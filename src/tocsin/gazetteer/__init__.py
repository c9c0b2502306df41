"""Room `gazetteer`."""
