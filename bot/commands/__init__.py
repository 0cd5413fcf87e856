"""Commands of `talksbot` that have a module of their own; `bot.cli` puts them together."""
