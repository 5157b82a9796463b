"""The arms: how much help a model gets while it plays a case, one class each."""
