"""The schema of the ledger, step by step. Alembic runs the steps that a ledger lacks when it is opened for writing."""
