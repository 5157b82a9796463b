"""What ``format.toml`` states of how a format's calls look."""
