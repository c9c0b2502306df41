"""The workbench: server-rendered pages over a ledger."""
