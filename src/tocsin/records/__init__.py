"""What the ledger tells: records of incidents, people, groups, relations and cases, made from claims and decisions. Pure functions, no SQL."""
