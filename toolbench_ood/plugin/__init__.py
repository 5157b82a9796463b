"""The pytest plugin: test items for tasks, or for cases that a model plays."""
