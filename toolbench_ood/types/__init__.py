"""Plain, frozen values that flow between packages; they import nothing from other layers."""
