"""How tools are declared: one frame for all formats, and one listing per style."""
