"""Scripted models: the oracle, the null policies and the faulty model."""
