"""The Telegram side: handlers, rendering, delivery, and the command line."""
