"""Everything that leaves the ledger in another form, and what each form loses. Pure functions: records in, bytes and a loss report out."""
