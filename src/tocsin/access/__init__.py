"""Who may do what: accounts, sessions, tokens, grants, and the table of routes that the workbench is guarded by."""
