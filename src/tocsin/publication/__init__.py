"""Releases: what the public or a partner may see, built afresh from an allow-list; nothing else is in it."""
