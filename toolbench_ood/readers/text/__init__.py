"""Moving through a text, and what is found in it: calls, errors, faults and their repairs."""
