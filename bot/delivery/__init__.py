"""Messages that the bot starts: from the ledger to Telegram, within its limits, none lost."""
