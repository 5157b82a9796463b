"""The strict scan: where calls stand in a message, and where each stops being one."""
