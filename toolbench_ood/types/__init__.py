"""The values that flow between the rooms: plain, frozen, and importing nothing above themselves."""
