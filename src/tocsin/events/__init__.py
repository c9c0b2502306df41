"""Triggers and everything found around them → claims: parties, time, place, sources, toll, damage, means."""
