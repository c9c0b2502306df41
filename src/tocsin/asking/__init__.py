"""Questions to the ledger: filters, lists, one record's story, time lines and counts. Read-only, over any past state."""
