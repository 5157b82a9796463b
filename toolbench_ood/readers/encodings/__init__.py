"""The argument encodings, each with all that is known of it."""
