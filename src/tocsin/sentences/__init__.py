"""Article → sentences with tokens and grammar. spaCy stops here."""
