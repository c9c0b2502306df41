"""Room `actorbase`."""
