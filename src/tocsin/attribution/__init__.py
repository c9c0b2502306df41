"""Who is said to say, think or want what."""
