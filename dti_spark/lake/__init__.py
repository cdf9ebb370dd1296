"""The only room that knows Spark sessions, Delta and paths."""
