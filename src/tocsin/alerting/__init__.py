"""Who is told what: rules over the corrections feed, alerts that say what changed and why they fired, and the ways that they go."""
