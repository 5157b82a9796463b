"""Content shifts: the same task with another surface, its solution carried along."""
