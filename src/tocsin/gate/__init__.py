"""A look at the raw words of an article that decides whether it is parsed at all."""
