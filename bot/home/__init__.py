"""Home: the first lines a member sees, wherever they look for the bot first."""
