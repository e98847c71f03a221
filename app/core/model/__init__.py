"""The vocabulary: every type that travels between rooms, frozen, with no I/O."""
