"""Overviews made from facts, never written beside them: pure.

Each function takes what a question pins down and returns what the record has on it, in the order
in which a reader wants it, or None where it has too little for an overview.
"""
