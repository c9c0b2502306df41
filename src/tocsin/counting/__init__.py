"""Reads how many people or things a noun phrase counts. Floor 2: any room may import it."""
