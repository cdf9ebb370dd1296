"""What happened - every record with its verdict."""
