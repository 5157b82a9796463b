"""Scripted models' minds: what the oracle, the null policies and the faulty model write."""
