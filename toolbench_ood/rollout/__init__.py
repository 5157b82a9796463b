"""The rollout: one case played to its end, whoever writes the messages."""
