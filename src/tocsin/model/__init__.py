"""The words of Tocsin as frozen types: text, times, places, actors, events, claims. Imports nothing of ours, no spaCy, no SQL."""
