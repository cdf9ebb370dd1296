"""Synthetic logs: made-up usage of nine products, in the raw format of each, with or without faults."""
