"""The doors to the core: one folder a platform, and what starts them."""
