"""What editors read: drafts, what came of their acts, lists; pure."""
