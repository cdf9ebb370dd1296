"""What runs did and what they cost."""
