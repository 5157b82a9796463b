"""How values are written, and what a text means as a value."""
