"""News taken from feeds, sitemaps, folders and mail: fetched through one guard, kept as it came, handed to the ledger."""
