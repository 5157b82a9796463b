"""Formats: folders of TOML and Jinja, which are loaded, rendered, written and checked."""
