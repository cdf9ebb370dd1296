"""Formulas as pure functions from columns to columns; they know no table."""
