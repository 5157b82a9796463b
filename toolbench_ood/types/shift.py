"""The name for no content shift."""

NO_SHIFT = "none"
"""The shift of a case whose content is as the task's author wrote it."""
