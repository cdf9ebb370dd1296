"""The tables in order: what is new, which quarters to refresh, and what becomes a release."""
