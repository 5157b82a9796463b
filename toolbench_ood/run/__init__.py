"""A run: its settings, its folder, and the driver that plays its cases."""
