"""The laws that a test run samples, checked in full."""
