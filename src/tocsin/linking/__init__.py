"""Incidents of many articles → one record of each happening. Independent of the order of the input."""
