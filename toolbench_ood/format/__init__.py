"""Formats: folders of TOML and Jinja, loaded, rendered, written and checked."""
