"""Claims about one happening in the article → incidents with conflicts kept, open cases, warnings."""
