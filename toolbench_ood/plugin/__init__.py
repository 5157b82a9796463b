"""The pytest plugin: tasks as items that hold to the laws, or cases that a model plays."""
