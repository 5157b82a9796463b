"""The model's chat template: roles and turns as token ids."""
