"""`tocsin ledger …`: one file for each kind of work."""
