"""Long trials, each with a make target, and a short version of it among the tests."""
