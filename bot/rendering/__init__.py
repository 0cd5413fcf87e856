"""Domain objects to text and buttons: pure, and the only place with wording."""
