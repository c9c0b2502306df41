"""Many articles: a plan of shards, workers that read them, a run that can be broken off at any moment, one manifest."""
