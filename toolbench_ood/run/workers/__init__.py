"""Processes that play cases, while the engine answers in the process that started them."""
