"""Reports: scores for people to read."""
