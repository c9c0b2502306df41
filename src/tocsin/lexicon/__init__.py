"""Room `lexicon`."""
