"""What stands outside every section: prose, and calls that lost their envelope."""
