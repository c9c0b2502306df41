"""The store: articles, claims and decisions that never change, an audit chain over them, and the records derived from them."""
