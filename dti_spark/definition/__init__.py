"""What the index is: definitions read from conf/, checked before anything starts."""
