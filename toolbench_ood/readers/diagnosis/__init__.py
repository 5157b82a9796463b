"""What is wrong with an attempt to call."""
