"""Threat levels: how much is told against a community in an area, week by week, held against the area's own past, with all the arithmetic."""
