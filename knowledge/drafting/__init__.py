"""What an editor typed, or sent as a file, to the records that it means; pure."""
