"""The fuzzer: damaged and senseless messages for every reader, repeatable from a seed."""
