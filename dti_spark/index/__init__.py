"""What it adds up to - weights, base totals and index values."""
