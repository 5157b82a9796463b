"""Tasks: what a user asks of a world, the solution, and the checks."""
