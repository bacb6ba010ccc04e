"""How the library is shown."""
