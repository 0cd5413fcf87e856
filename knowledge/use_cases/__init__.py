"""One small module for each thing that a person or the start of the program wants."""
