"""Exports: rows of a table as files of other programs, written batch by batch."""
