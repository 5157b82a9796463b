"""Plays the real-engine tests on several releases of vLLM: ``python -m tests.compat``."""
