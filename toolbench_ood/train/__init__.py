"""Training on the tasks: exported conversations, rewards, and rollouts for trainers."""
