"""What the report prints, and whether an index says the same: figures, how each is read, and the check of them all."""
