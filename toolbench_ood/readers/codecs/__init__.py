"""How single values are spelt in the text of a format: each codec writes and reads one spelling."""
