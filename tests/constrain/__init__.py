"""What the grammars admit, asked of xgrammar alone."""
