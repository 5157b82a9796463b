"""How the absence of a content shift is called."""

NO_SHIFT = "none"
"""The shift of a case whose content is as the task's author wrote it."""
