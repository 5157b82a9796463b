"""How single values are written in the text of a format; each codec handles one way."""
