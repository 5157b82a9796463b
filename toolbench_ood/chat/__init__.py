"""The model's own chat template: roles and turns, as token ids."""
