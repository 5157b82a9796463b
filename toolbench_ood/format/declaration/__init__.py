"""How tools are declared: one frame for every format, and one listing for each style."""
