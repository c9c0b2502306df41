"""Tocsin reads the news of conflict and persecution and keeps a sourced ledger of what is claimed."""

__version__ = "0.1.0"
